package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A js peer that is killed without a word and comes back. */
@ParameterizedClass
@EnumSource(Wire.class)
class ReconnectIT {

  private static final String TOPIC = "/datanet/interop/operations/1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameter private Wire wire;

  private OurPeer ours;

  @BeforeEach
  void start() {
    ours = OurPeer.start(1, wire);
    ours.count(TOPIC);
  }

  @AfterEach
  void stop() {
    ours.close();
  }

  @Test
  void weForgetAKilledPeerAndGossipWithTheNextOneAtItsAddress() throws IOException {
    String listen;
    try (JsPeer first = JsPeer.start(wire)) {
      first.subscribe(TOPIC);
      Meeting.of(ours, first, TOPIC);
      listen = first.address().withoutPeerId().toString();

      first.process().kill();

      await().atMost(PATIENCE).until(() -> ours.host().connections().isEmpty());
      await().atMost(PATIENCE).until(() -> ours.subscribers(TOPIC).isEmpty());
    }
    try (JsPeer second = JsPeer.start(wire, "listen", new String[] {listen})) {
      second.subscribe(TOPIC);
      Meeting.of(ours, second, TOPIC);

      exchangeHundred(second);
    }
  }

  @Test
  void aPeerWithTheSameIdentityTakesThePlaceOfItsFormerSelf() throws IOException {
    try (JsPeer first = JsPeer.start(wire, "seed", 9)) {
      first.subscribe(TOPIC);
      Meeting.of(ours, first, TOPIC);
      first.process().kill();

      try (JsPeer second = JsPeer.start(wire, "seed", 9)) {
        assertThat(second.id()).isEqualTo(first.id());
        second.subscribe(TOPIC);
        await().atMost(PATIENCE).until(() -> knowsUs(second));
        await().atMost(PATIENCE).until(() -> ours.subscribers(TOPIC).contains(second.id()));

        exchangeHundred(second);
      }
    }
  }

  /**
   * Dials where it is not connected: over QUIC we may turn it down until we have given up its
   * former self, which cannot say that it is gone.
   */
  private boolean knowsUs(JsPeer js) {
    js.connect(ours.address());
    return js.subscribers(TOPIC).contains(ours.id());
  }

  private void exchangeHundred(JsPeer js) {
    js.process().ask("publishNumbered", "topic", TOPIC, "sender", 2, "count", 100, "bytes", 64);
    ours.publishNumbered(TOPIC, 1, 100, 64);

    Numbered.Count all = new Numbered.Count(100, 0);
    await().atMost(PATIENCE).until(() -> js.tally(TOPIC).equals(Map.of(1L, all)));
    await().atMost(PATIENCE).until(() -> ours.tally().counts().equals(Map.of(2L, all)));
  }
}
