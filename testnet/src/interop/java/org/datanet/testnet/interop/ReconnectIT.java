package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A js peer that is killed without a word and comes back. */
class ReconnectIT {

  private static final String TOPIC = "/datanet/interop/operations/1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private OurPeer ours;

  @BeforeEach
  void start() {
    ours = OurPeer.start(1);
    ours.count(TOPIC);
  }

  @AfterEach
  void stop() {
    ours.close();
  }

  @Test
  void weForgetAKilledPeerAndGossipWithTheNextOneAtItsAddress() throws IOException {
    String listen;
    try (JsPeer first = JsPeer.start()) {
      first.subscribe(TOPIC);
      Meeting.of(ours, first, TOPIC);
      listen = first.address().withoutPeerId().toString();

      first.process().kill();

      await().atMost(PATIENCE).until(() -> ours.host().connections().isEmpty());
      await().atMost(PATIENCE).until(() -> ours.subscribers(TOPIC).isEmpty());
    }
    try (JsPeer second = JsPeer.start("listen", new String[] {listen})) {
      second.subscribe(TOPIC);
      Meeting.of(ours, second, TOPIC);

      exchangeHundred(second);
    }
  }

  @Test
  void aPeerWithTheSameIdentityTakesThePlaceOfItsFormerSelf() throws IOException {
    try (JsPeer first = JsPeer.start("seed", 9)) {
      first.subscribe(TOPIC);
      Meeting.of(ours, first, TOPIC);
      first.process().kill();

      try (JsPeer second = JsPeer.start("seed", 9)) {
        assertThat(second.id()).isEqualTo(first.id());
        second.subscribe(TOPIC);
        second.connect(ours.address());
        await().atMost(PATIENCE).until(() -> second.subscribers(TOPIC).contains(ours.id()));
        await().atMost(PATIENCE).until(() -> ours.subscribers(TOPIC).contains(second.id()));

        exchangeHundred(second);
      }
    }
  }

  private void exchangeHundred(JsPeer js) {
    js.process().ask("publishNumbered", "topic", TOPIC, "sender", 2, "count", 100, "bytes", 64);
    ours.publishNumbered(TOPIC, 1, 100, 64);

    Numbered.Count all = new Numbered.Count(100, 0);
    await().atMost(PATIENCE).until(() -> js.tally(TOPIC).equals(Map.of(1L, all)));
    await().atMost(PATIENCE).until(() -> ours.tally().counts().equals(Map.of(2L, all)));
  }
}
