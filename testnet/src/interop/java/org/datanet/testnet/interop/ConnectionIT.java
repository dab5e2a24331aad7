package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.identify.Identify;
import org.datanet.node.libp2p.identify.PeerReport;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.ping.Ping;
import org.datanet.testnet.lines.LineFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A js-libp2p peer and ours: the handshakes, ping and identify. */
@ParameterizedClass
@EnumSource(Wire.class)
class ConnectionIT {

  /**
   * Over QUIC a good-bye right after the handshake can be lost: it comes in one datagram behind a
   * packet of the handshake that quiche can no longer read, and then silence tells us.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Of nobody here. */
  private static final PeerId STRANGER = OurHost.identity(99).peerId();

  @Parameter private Wire wire;

  private OurPeer ours;
  private JsPeer js;

  @BeforeEach
  void start() throws IOException {
    ours = OurPeer.start(1, wire);
    js = JsPeer.start(wire, "agent", "js-interop/7");
  }

  @AfterEach
  void stop() {
    js.close();
    ours.close();
  }

  @Test
  void weDialAndBothSidesKnowWhoTheOtherIs() {
    Host.PeerConnection connection = Meeting.dial(ours, js);

    assertThat(connection.remotePeer()).isEqualTo(js.id());
    JsonNode seen = js.process().ask("connections").get(0);
    assertThat(seen.get("peer").asText()).isEqualTo(ours.id().toString());
    assertThat(seen.get("direction").asText()).isEqualTo("inbound");
    assertThat(seen.get("encryption").asText()).isEqualTo(wire.encryption());
    assertThat(seen.get("multiplexer").asText()).isEqualTo(wire.multiplexer());
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
  void weRefuseAPeerWithAnotherIdentityThanTheOneWeDial() {
    Multiaddr impostor = js.address().withoutPeerId().withPeerId(STRANGER);

    assertThatThrownBy(() -> ours.connect(impostor)).hasMessageContaining(js.id().toString());

    await().until(() -> js.connections().isEmpty());
    assertThat(ours.host().connections()).isEmpty();
  }

  @Test
  void itRefusesUsWhenItDialsAnotherIdentity() {
    Multiaddr impostor = ours.address().withoutPeerId().withPeerId(STRANGER);

    assertThatThrownBy(() -> js.connect(impostor))
        .isInstanceOf(LineFailure.class)
        .hasMessageContaining(ours.id().toString());

    assertThat(js.connections()).isEmpty();
    await().atMost(PATIENCE).until(() -> ours.host().connections().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pingGoesBothWays(boolean weDial) {
    meet(weDial);

    long ourMicros =
        Futures.get(
            Ping.measure((offered, handler) -> ours.host().openStream(js.id(), offered, handler)));
    JsonNode theirs = js.process().ask("ping", "peer", ours.id().toString());

    assertThat(ourMicros).isPositive();
    assertThat(theirs.get("millis").asLong()).isNotNegative();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void identifyTellsItWhatWeAre(boolean weDial) {
    Host.PeerConnection connection = meet(weDial);

    JsonNode report = js.process().ask("identify", "peer", ours.id().toString());

    assertThat(report.get("agent").asText()).isEqualTo(OurHost.AGENT);
    assertThat(report.get("protocolVersion").asText()).isEqualTo("/datanet/1");
    assertThat(texts(report.get("protocols")))
        .contains("/ipfs/id/1.0.0", "/ipfs/ping/1.0.0", "/meshsub/1.1.0");
    assertThat(texts(report.get("listens"))).contains(ours.address().withoutPeerId().toString());
    assertThat(report.get("observes").asText())
        .startsWith(connection.remoteAddress().withoutPeerId().toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void identifyTellsUsWhatItIs(boolean weDial) {
    meet(weDial);
    await().until(() -> agent().equals(Optional.of("js-interop/7"))); // it answers one at a time

    PeerReport report = identify();

    assertThat(report.agentVersion()).contains("js-interop/7");
    assertThat(report.protocols())
        .contains("/ipfs/id/1.0.0", "/ipfs/ping/1.0.0", "/meshsub/1.2.0", "/meshsub/1.1.0");
    assertThat(report.listenAddresses()).contains(js.address().withoutPeerId());
    assertThat(report.observedAddress().flatMap(wire::target)).isPresent();
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

    Meeting.dial(ours, js).close("enough");

    js.process().awaitEvent("disconnected");
    await().until(() -> js.connections().isEmpty());
  }

  private Host.PeerConnection meet(boolean weDial) {
    if (weDial) {
      return Meeting.dial(ours, js);
    }
    js.connect(ours.address());
    await().until(() -> ours.connectionTo(js.id()).isPresent());
    return ours.connectionTo(js.id()).get();
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
