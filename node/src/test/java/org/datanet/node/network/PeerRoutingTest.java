package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.kad.KadConfig;
import org.datanet.node.libp2p.kad.KadConnections;
import org.datanet.node.libp2p.kad.KadService;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.peerbook.PeerBook;
import org.datanet.node.libp2p.streams.ProtocolExecutors;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole networks that find each other by Kademlia, over real sockets. */
class PeerRoutingTest {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String KAD = new Topics("test").peerRouting();

  private final List<PeerNetwork> networks = new ArrayList<>();

  @AfterEach
  void close() {
    networks.forEach(PeerNetwork::close);
  }

  private static Identity identity(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return Identity.ofEd25519Seed(seed);
  }

  /** A network that wants ten peers and is told of these. */
  private PeerNetwork start(Optional<String> routing, PeerNetwork... bootstrap) {
    List<String> addresses =
        Arrays.stream(bootstrap).map(network -> network.listenAddresses().getFirst()).toList();
    NetworkConfig alone = new NetworkConfig(List.of("/ip4/127.0.0.1/tcp/0"), addresses, 10);
    PeerNetwork network =
        new Libp2pPeerNetwork(
            Swarm.create(HostConfig.defaults(identity(networks.size() + 1), "test")),
            routing.map(alone::withPeerRouting).orElse(alone),
            networks.size());
    networks.add(network);
    network.start().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    return network;
  }

  private static final class NoConnections implements KadConnections {
    @Override
    public CompletionStage<PeerConnection> connect(PeerId peer, List<Multiaddr> addresses) {
      return CompletableFuture.failedFuture(new IOException("nobody is there"));
    }

    @Override
    public void release(PeerConnection connection) {
      // There is none.
    }
  }

  /** A host that does as another does, but for a bug. */
  private static Host withoutConnections(Host host, RuntimeException bug) {
    return (Host)
        Proxy.newProxyInstance(
            Host.class.getClassLoader(),
            new Class<?>[] {Host.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("connections")) {
                throw bug;
              }
              return method.invoke(host, arguments);
            });
  }

  @Test
  void tellsTheBugThatEndsItsRoundsOrItsSearch() throws Exception {
    RuntimeException bug = new IllegalStateException("a bug");
    BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
    KadConfig config = KadConfig.of(KAD, KadConfig.Mode.SERVER, 1);
    try (Swarm host = Swarm.create(HostConfig.defaults(identity(1), "test"));
        ProtocolExecutors executors = ProtocolExecutors.create("test", told::add);
        KadService kad = new KadService(host, config, new NoConnections())) {
      PeerBook book = new PeerBook(host.peerId(), 1);
      PeerRouting routing =
          new PeerRouting(withoutConnections(host, bug), kad, book, 10, executors.timer());

      routing.introduced(host.peerId());
      assertThat(told.poll(30, TimeUnit.SECONDS)).isSameAs(bug);

      routing.start();
      assertThat(told.poll(30, TimeUnit.SECONDS)).isSameAs(bug);
    }
  }

  @Test
  void tellsTheBugInWhatFollowsASearch() throws Exception {
    RuntimeException bug = new IllegalStateException("a bug");
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    try (ProtocolExecutors executors = ProtocolExecutors.create("test", told::complete)) {

      Afterwards.run(
          CompletableFuture.completedFuture(1L),
          executors.timer(),
          (met, failure) -> {
            throw bug;
          });

      assertThat(told.get(30, TimeUnit.SECONDS)).isSameAs(bug);
    }
  }

  private static List<String> peers(PeerNetwork network) {
    return network.peers().stream().map(PeerInfo::peerId).toList();
  }

  private static long total(PeerNetwork network, String name) {
    return network.totals().stream()
        .filter(total -> total.name().equals(name))
        .findFirst()
        .orElseThrow()
        .count()
        .getAsLong();
  }

  private static long tablePeers(PeerNetwork network) {
    return network.occupancy().stream()
        .filter(occupancy -> occupancy.name().equals("kad.table.peers"))
        .findFirst()
        .orElseThrow()
        .used()
        .getAsLong();
  }

  @Test
  void eightNodesThatEachKnowOneFindAllOthersAndConnect() {
    start(Optional.of(KAD));
    for (int i = 1; i < 8; i++) {
      start(Optional.of(KAD), networks.getLast());
    }

    await().atMost(SOON).until(() -> networks.stream().allMatch(n -> peers(n).size() == 7));

    await().atMost(SOON).until(() -> networks.stream().allMatch(n -> tablePeers(n) == 7));
    assertThat(total(networks.getFirst(), "kad.served")).isPositive();
    assertThat(total(networks.getLast(), "kad.requests.sent")).isPositive();
  }

  @Test
  void aNodeWithoutPeerRoutingIsNotSentToOthers() {
    PeerNetwork middle = start(Optional.of(KAD));
    PeerNetwork without = start(Optional.empty(), middle);
    await().atMost(SOON).until(() -> peers(middle).size() == 1);

    PeerNetwork newcomer = start(Optional.of(KAD), middle);
    await().atMost(SOON).until(() -> total(newcomer, "kad.lookups.ended") >= 2);

    assertThat(peers(newcomer)).containsExactly(middle.localPeerId());
    assertThat(without.totals()).noneMatch(total -> total.name().startsWith("kad."));
  }

  @Test
  void whoeverIsBannedIsNotDialledForALookup() throws IOException {
    PeerNetwork banned = start(Optional.of(KAD));
    PeerNetwork middle = start(Optional.of(KAD), banned);
    await().atMost(SOON).until(() -> peers(middle).size() == 1);
    PeerNetwork newcomer = start(Optional.of(KAD));
    newcomer.ban(banned.localPeerId(), Long.MAX_VALUE, "spam");

    newcomer
        .connect(middle.listenAddresses().getFirst())
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
    await().atMost(SOON).until(() -> total(newcomer, "kad.requests.failed") > 0);

    assertThat(peers(newcomer)).doesNotContain(banned.localPeerId());
  }
}
