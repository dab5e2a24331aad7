package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.kad.KadConfig;
import org.datanet.node.libp2p.kad.KadConnections;
import org.datanet.node.libp2p.kad.KadService;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.network.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kademlia between js-libp2p and ours: each finds a peer through the other. */
class PeerRoutingIT {

  private static final String PROTOCOL = new Topics("interop").peerRouting();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<AutoCloseable> parts = new ArrayList<>();
  private JsPeer js;
  private Ours ours;

  /** A host of ours that routes peers. */
  private record Ours(Host host, KadService kad) {

    Multiaddr address() {
      return host.listenAddresses().getFirst().withPeerId(host.peerId());
    }
  }

  /** Dials for lookups, and lets the test end what they open. */
  private record Dialling(Host host) implements KadConnections {

    @Override
    public CompletionStage<PeerConnection> connect(PeerId peer, List<Multiaddr> addresses) {
      return host.connect(peer, addresses);
    }

    @Override
    public void release(PeerConnection connection) {
      // A test is over before.
    }
  }

  @BeforeEach
  void start() throws IOException {
    js = js();
    ours = ours(1);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  private JsPeer js() throws IOException {
    JsPeer peer = JsPeer.start("kad", PROTOCOL);
    parts.add(peer);
    return peer;
  }

  private Ours ours(int number) {
    Host host = OurHost.create(number);
    parts.add(host);
    KadService kad =
        new KadService(
            host, KadConfig.of(PROTOCOL, KadConfig.Mode.SERVER, number), new Dialling(host));
    parts.add(kad);
    kad.start();
    Futures.get(host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    return new Ours(host, kad);
  }

  private static void awaitKnown(Ours who, int peers) {
    await().atMost(PATIENCE).until(() -> who.kad().status().tablePeers() == peers);
  }

  private static void awaitKnown(JsPeer who, PeerId peer) {
    await().atMost(PATIENCE).until(() -> table(who).contains(peer));
  }

  private static List<PeerId> table(JsPeer of) {
    List<PeerId> peers = new ArrayList<>();
    of.process().ask("routingTable").forEach(peer -> peers.add(PeerId.parse(peer.asText())));
    return peers;
  }

  private static List<Multiaddr> find(JsPeer seeker, PeerId wanted) {
    JsonNode found =
        seeker
            .process()
            .ask("findPeer", "peer", wanted.toString(), "timeoutMs", PATIENCE.toMillis());
    List<Multiaddr> addresses = new ArrayList<>();
    found
        .get("addresses")
        .forEach(text -> addresses.add(Multiaddr.parse(text.asText()).withoutPeerId()));
    return addresses;
  }

  @Test
  void eachTakesTheOtherIntoItsTable() {
    js.connect(ours.address());

    awaitKnown(ours, 1);
    awaitKnown(js, ours.host().peerId());
  }

  @Test
  void itFindsAPeerThroughUs() throws IOException {
    JsPeer wanted = js();
    wanted.connect(ours.address());
    awaitKnown(ours, 1);
    js.connect(ours.address());
    awaitKnown(js, ours.host().peerId());

    List<Multiaddr> addresses = find(js, wanted.id());

    assertThat(addresses).contains(wanted.address().withoutPeerId());
  }

  @Test
  void weFindAPeerThroughIt() {
    Ours wanted = ours(2);
    js.connect(wanted.address());
    awaitKnown(js, wanted.host().peerId());
    Futures.get(ours.host().connect(js.address()));
    awaitKnown(ours, 2);

    List<Multiaddr> addresses = Futures.get(ours.kad().findPeer(wanted.host().peerId()));

    assertThat(addresses).contains(wanted.address().withoutPeerId());
    assertThat(ours.host().connections())
        .extracting(PeerConnection::remotePeer)
        .contains(wanted.host().peerId());
  }
}
