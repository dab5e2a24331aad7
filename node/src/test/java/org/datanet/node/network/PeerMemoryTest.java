package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a network knows of its peers after a restart, over real sockets. */
class PeerMemoryTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String ANY_PORT = "/ip4/127.0.0.1/tcp/0";

  private final List<PeerNetwork> networks = new ArrayList<>();

  /** A store that outlives the network. */
  private static final class Shelf implements PeerBookStore {
    private volatile List<byte[]> entries = List.of();

    @Override
    public List<byte[]> load() {
      return entries;
    }

    @Override
    public void save(List<byte[]> entries) {
      this.entries = List.copyOf(entries);
    }
  }

  @AfterEach
  void close() {
    networks.forEach(PeerNetwork::close);
  }

  private PeerNetwork start(int identity, Shelf shelf, String listen, String... bootstrap) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) identity);
    PeerNetwork network =
        new Libp2pPeerNetwork(
            Swarm.create(HostConfig.defaults(Identity.ofEd25519Seed(seed), "test")),
            new NetworkConfig(List.of(listen), List.of(bootstrap), 4),
            shelf,
            identity);
    networks.add(network);
    network.start().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    return network;
  }

  private void end(PeerNetwork network) {
    networks.remove(network);
    network.close();
  }

  private static String address(PeerNetwork network) {
    return network.listenAddresses().getFirst();
  }

  private static void awaitPeers(PeerNetwork network, int peers) {
    await().atMost(SOON).until(() -> network.peers().size() == peers);
  }

  @Test
  void aNodeThatComesBackFindsItsPeersWithoutItsBootstrapAddresses() {
    Shelf shelf = new Shelf();
    PeerNetwork server = start(1, new Shelf(), ANY_PORT);
    PeerNetwork client = start(2, shelf, ANY_PORT, address(server));
    awaitPeers(client, 1);
    awaitPeers(server, 1);

    end(client);
    awaitPeers(server, 0);
    PeerNetwork again = start(2, shelf, ANY_PORT);

    awaitPeers(again, 1);
    assertThat(again.peers().getFirst().peerId()).isEqualTo(server.localPeerId());
  }

  @Test
  void aNodeCallsBackAPeerThatOnceCalledIt() {
    Shelf shelf = new Shelf();
    PeerNetwork server = start(1, shelf, ANY_PORT);
    PeerNetwork client = start(2, new Shelf(), ANY_PORT, address(server));
    awaitPeers(server, 1);
    await()
        .atMost(SOON)
        .until(() -> !server.peers().isEmpty() && !server.peers().getFirst().agent().isEmpty());

    end(server);
    PeerNetwork again = start(1, shelf, ANY_PORT);

    awaitPeers(again, 1);
    assertThat(again.peers().getFirst().peerId()).isEqualTo(client.localPeerId());
    assertThat(again.peers().getFirst().direction()).isEqualTo(PeerInfo.Direction.OUTBOUND);
  }

  @Test
  void aBannedPeerIsCutOffAndStaysOutOverARestart() throws IOException {
    Shelf shelf = new Shelf();
    PeerNetwork server = start(1, shelf, ANY_PORT);
    String port = address(server).replaceAll("/p2p/.*", "");
    PeerNetwork client = start(2, new Shelf(), ANY_PORT, address(server));
    awaitPeers(server, 1);

    server.ban(client.localPeerId(), Long.MAX_VALUE, "spam");
    awaitPeers(server, 0);
    end(server);
    PeerNetwork again = start(1, shelf, port);

    assertThat(again.bans())
        .containsExactly(new BannedPeer(client.localPeerId(), Long.MAX_VALUE, "spam"));
    // The client goes on dialling: each time it is let in by the socket and put out by name.
    await().atMost(SOON).until(() -> client.peers().isEmpty());
    assertThat(again.unban(client.localPeerId())).isTrue();
    awaitPeers(again, 1);
  }
}
