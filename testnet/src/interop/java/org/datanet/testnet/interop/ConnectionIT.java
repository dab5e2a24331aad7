package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.identify.Identify;
import org.datanet.node.libp2p.identify.PeerReport;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.ping.Ping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A js-libp2p peer and ours: the handshakes, ping and identify. */
class ConnectionIT {

  private OurPeer ours;
  private JsPeer js;

  @BeforeEach
  void start() throws IOException {
    ours = OurPeer.start(1);
    js = JsPeer.start("agent", "js-interop/7");
  }

  @AfterEach
  void stop() {
    js.close();
    ours.close();
  }

  @Test
  void weDialAndBothSidesKnowWhoTheOtherIs() {
    Host.PeerConnection connection = ours.connect(js.address());

    assertThat(connection.remotePeer()).isEqualTo(js.id());
    JsonNode seen = js.process().ask("connections").get(0);
    assertThat(seen.get("peer").asText()).isEqualTo(ours.id().toString());
    assertThat(seen.get("direction").asText()).isEqualTo("inbound");
    assertThat(seen.get("encryption").asText()).isEqualTo("/noise");
    assertThat(seen.get("multiplexer").asText()).isEqualTo("/yamux/1.0.0");
  }

  @Test
  void itDialsAndBothSidesKnowWhoTheOtherIs() {
    assertThat(js.connect(ours.address())).isEqualTo(ours.id());

    await().until(() -> ours.connectionTo(js.id()).isPresent());
    assertThat(ours.connectionTo(js.id()).get().isOutbound()).isFalse();
    assertThat(js.process().ask("connections").get(0).get("direction").asText())
        .isEqualTo("outbound");
  }

  @Test
  void pingGoesBothWays() {
    ours.connect(js.address());

    long ourMicros =
        Futures.get(
            Ping.measure((offered, handler) -> ours.host().openStream(js.id(), offered, handler)));
    JsonNode theirs = js.process().ask("ping", "peer", ours.id().toString());

    assertThat(ourMicros).isPositive();
    assertThat(theirs.get("millis").asLong()).isNotNegative();
  }

  @Test
  void identifyTellsItWhatWeAre() {
    Host.PeerConnection connection = ours.connect(js.address());

    JsonNode report = js.process().ask("identify", "peer", ours.id().toString());

    assertThat(report.get("agent").asText()).isEqualTo(OurHost.AGENT);
    assertThat(report.get("protocolVersion").asText()).isEqualTo("/datanet/1");
    assertThat(texts(report.get("protocols")))
        .contains("/ipfs/id/1.0.0", "/ipfs/ping/1.0.0", "/meshsub/1.1.0");
    assertThat(texts(report.get("listens"))).contains(ours.address().withoutPeerId().toString());
    assertThat(report.get("observes").asText())
        .startsWith(connection.remoteAddress().withoutPeerId().toString());
  }

  @Test
  void identifyTellsUsWhatItIs() {
    ours.connect(js.address());
    await().until(() -> agent().equals(Optional.of("js-interop/7"))); // it answers one at a time

    PeerReport report = identify();

    assertThat(report.agentVersion()).contains("js-interop/7");
    assertThat(report.protocols())
        .contains("/ipfs/id/1.0.0", "/ipfs/ping/1.0.0", "/meshsub/1.2.0", "/meshsub/1.1.0");
    assertThat(report.listenAddresses()).contains(js.address().withoutPeerId());
    assertThat(report.observedAddress().flatMap(Multiaddr::tcpAddress)).isPresent();
  }

  @Test
  void aConnectionKnowsItsPeersAgentAndProtocolsWhoeverDialled() {
    js.connect(ours.address());

    await().until(() -> agent().equals(Optional.of("js-interop/7")));

    assertThat(ours.connectionTo(js.id()).get().remoteProtocols()).contains("/meshsub/1.1.0");
  }

  @Test
  void aGoodbyeOfEitherSideIsHeardByTheOther() {
    js.connect(ours.address());
    await().until(() -> ours.connectionTo(js.id()).isPresent());
    js.process().ask("disconnect", "peer", ours.id().toString());
    await().until(() -> ours.connectionTo(js.id()).isEmpty());

    ours.connect(js.address()).close("enough");

    js.process().awaitEvent("disconnected");
    await().until(() -> js.connections().isEmpty());
  }

  private Optional<String> agent() {
    return ours.connectionTo(js.id()).map(Host.PeerConnection::remoteAgent);
  }

  private PeerReport identify() {
    CompletableFuture<PeerReport> report = new CompletableFuture<>();
    ours.host()
        .openStream(
            js.id(),
            List.of(Identify.PROTOCOL),
            Identify.reader((peer, told) -> report.complete(told)));
    return Futures.get(report);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
