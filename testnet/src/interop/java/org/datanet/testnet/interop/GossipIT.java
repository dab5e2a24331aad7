package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.gossipsub.MessageId;
import org.datanet.node.libp2p.gossipsub.PeerStanding;
import org.datanet.node.libp2p.gossipsub.VerdictCounts;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIWant;
import org.datanet.node.libp2p.wire.PubsubWire.ControlMessage;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Gossip between a js-libp2p peer and ours: unsigned messages whose id is the hash of the data. */
@ParameterizedClass
@EnumSource(Wire.class)
class GossipIT {

  private static final String TOPIC = "/datanet/interop/operations/1";
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int MANY = 10_000;
  private static final int FULL_BYTES = 1 << 20;

  @Parameter private Wire wire;

  private OurPeer ours;
  private JsPeer js;

  @BeforeEach
  void start() {
    ours = OurPeer.start(1, wire);
  }

  @AfterEach
  void stop() {
    if (js != null) {
      js.close();
    }
    ours.close();
  }

  @Test
  void aMessageGoesBothWays() throws Exception {
    js = JsPeer.start(wire);
    ours.collect(TOPIC);
    js.process().ask("subscribe", "topic", TOPIC, "tell", true);
    meet();

    ours.publish(TOPIC, "from ours".getBytes(StandardCharsets.UTF_8));
    js.publish(TOPIC, "from js".getBytes(StandardCharsets.UTF_8));

    assertThat(ours.messages().poll(30, TimeUnit.SECONDS)).asString().isEqualTo("from js");
    JsonNode told = js.process().awaitEvent("message");
    assertThat(Base64.getDecoder().decode(told.get("data").asText()))
        .asString()
        .isEqualTo("from ours");
    assertThat(told.get("topic").asText()).isEqualTo(TOPIC);
  }

  @Test
  void bothGraftEachOther() throws IOException {
    js = JsPeer.start(wire);
    ours.count(TOPIC);
    js.subscribe(TOPIC);

    meet();

    await().atMost(PATIENCE).until(() -> js.mesh(TOPIC).contains(ours.id()));
  }

  @Test
  void tenThousandMessagesGoEachWayAndNoneIsLostOrDoubled() throws IOException {
    js = JsPeer.start(wire);
    ours.count(TOPIC);
    js.subscribe(TOPIC);
    meet();

    CompletableFuture<JsonNode> theirs =
        js.process()
            .send("publishNumbered", "topic", TOPIC, "sender", 2, "count", MANY, "bytes", 1024);
    ours.publishNumbered(TOPIC, 1, MANY, 1024);
    Futures.get(theirs, PATIENCE.toSeconds());

    Numbered.Count all = new Numbered.Count(MANY, 0);
    await().atMost(PATIENCE).until(() -> js.tally(TOPIC).equals(Map.of(1L, all)));
    await().atMost(PATIENCE).until(() -> ours.tally().counts().equals(Map.of(2L, all)));
  }

  @Test
  void aMessageOfFullSizeGoesBothWays() throws Exception {
    js = JsPeer.start(wire);
    ours.collect(TOPIC);
    js.subscribe(TOPIC);
    meet();

    ours.publish(TOPIC, Numbered.message(1, 5, FULL_BYTES));
    js.publish(TOPIC, Numbered.message(2, 6, FULL_BYTES));

    assertThat(ours.messages().poll(30, TimeUnit.SECONDS))
        .isEqualTo(Numbered.message(2, 6, FULL_BYTES));
    await()
        .atMost(PATIENCE)
        .until(() -> js.tally(TOPIC).equals(Map.of(1L, new Numbered.Count(1, 0))));
  }

  @Test
  void aPeerOutsideEveryMeshGetsAndGivesMessagesByIhaveAndIwant() throws Exception {
    js = JsPeer.start(wire, "meshless", true);
    try (OurPeer beyond = OurPeer.start(2, wire)) {
      ours.count(TOPIC);
      beyond.count(TOPIC);
      js.subscribe(TOPIC);
      meet();
      beyond.connect(ours.address());
      await().until(() -> ours.subscribers(TOPIC).contains(beyond.id()));
      await().until(() -> beyond.subscribers(TOPIC).contains(ours.id()));

      js.process().ask("publishNumbered", "topic", TOPIC, "sender", 3, "count", 20, "bytes", 64);
      beyond.publishNumbered(TOPIC, 2, 20, 64);

      Numbered.Count all = new Numbered.Count(20, 0);
      await().atMost(PATIENCE).until(() -> js.tally(TOPIC).equals(Map.of(2L, all)));
      await().atMost(PATIENCE).until(() -> ours.tally().counts().equals(Map.of(2L, all, 3L, all)));
      await().atMost(PATIENCE).until(() -> beyond.tally().counts().equals(Map.of(3L, all)));
      assertThat(js.mesh(TOPIC)).isEmpty();
    }
  }

  /** It holds the message; we ask for it by an id that only the hash of the data can give. */
  @Test
  void itFindsAMessageByTheIdThatWeCompute() throws IOException {
    js = JsPeer.start(wire);
    js.subscribe(TOPIC);
    byte[] data = Numbered.message(3, 1, 100);
    js.publish(TOPIC, data);
    ByteString id = MessageId.of(ByteString.copyFrom(data)).bytes();
    RPC question =
        RPC.newBuilder()
            .setControl(
                ControlMessage.newBuilder().addIwant(ControlIWant.newBuilder().addMessageIDs(id)))
            .build();

    try (BareGossip bare = BareGossip.connect(js.address())) {
      bare.next(rpc -> rpc.getSubscriptionsCount() > 0); // from here on it can answer
      bare.send(question);

      RPC answer = bare.next(rpc -> rpc.getPublishCount() > 0);
      assertThat(answer.getPublish(0).getData().toByteArray()).isEqualTo(data);
      assertThat(answer.getPublish(0).getTopic()).isEqualTo(TOPIC);
      assertThat(answer.getPublish(0).hasFrom()).isFalse();
      assertThat(answer.getPublish(0).hasSeqno()).isFalse();
    }
  }

  @Test
  void aSignedMessageIsRefusedAndCounted() throws Exception {
    js = JsPeer.start(wire, "signed", true);
    ours.collect(TOPIC);
    js.subscribe(TOPIC);
    meet();

    js.publish(TOPIC, new byte[] {1, 2, 3});

    await().atMost(PATIENCE).until(() -> verdicts().rejected() == 1);
    assertThat(ours.messages()).isEmpty();
  }

  @Test
  void aSubscriptionThatEndsIsHeard() throws IOException {
    js = JsPeer.start(wire);
    ours.count(TOPIC);
    js.subscribe(TOPIC);
    meet();

    js.process().ask("unsubscribe", "topic", TOPIC);

    await().atMost(PATIENCE).until(() -> ours.subscribers(TOPIC).isEmpty());
  }

  private VerdictCounts verdicts() {
    return ours.gossip().standings().getOrDefault(js.id(), PeerStanding.NEW).verdicts();
  }

  private void meet() {
    Meeting.of(ours, js, TOPIC);
  }
}
