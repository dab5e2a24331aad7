package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three js peers and three of ours in a ring, in turn: nothing reaches anyone but through others.
 */
@ParameterizedClass
@EnumSource(Wire.class)
class MixedMeshIT {

  private static final String TOPIC = "/datanet/interop/operations/1";
  private static final int EACH = 3;
  private static final int MESSAGES = 200;

  @Parameter private Wire wire;

  private final List<OurPeer> ours = new ArrayList<>();
  private final List<JsPeer> js = new ArrayList<>();

  @AfterEach
  void stop() {
    js.forEach(JsPeer::close);
    ours.forEach(OurPeer::close);
  }

  @Test
  void everyPeerGetsEveryMessageOfEveryOtherOnce() throws IOException {
    ring();

    for (int i = 0; i < EACH; i++) {
      js.get(i)
          .process()
          .ask(
              "publishNumbered", "topic", TOPIC, "sender", 10 + i, "count", MESSAGES, "bytes", 512);
      ours.get(i).publishNumbered(TOPIC, i, MESSAGES, 512);
    }

    for (int i = 0; i < EACH; i++) {
      int peer = i;
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(
              () -> {
                assertThat(ours.get(peer).tally().counts()).isEqualTo(allBut(peer));
                assertThat(js.get(peer).tally(TOPIC)).isEqualTo(allBut(10 + peer));
              });
    }
  }

  /** ours 0 → js 0 → ours 1 → js 1 → ours 2 → js 2 → ours 0, each dialling the next. */
  private void ring() throws IOException {
    for (int i = 0; i < EACH; i++) {
      ours.add(OurPeer.start(1 + i, wire));
      js.add(JsPeer.start(wire));
      ours.get(i).count(TOPIC);
      js.get(i).subscribe(TOPIC);
    }
    for (int i = 0; i < EACH; i++) {
      OurPeer next = ours.get((i + 1) % EACH);
      JsPeer between = js.get(i);
      Meeting.of(ours.get(i), between, TOPIC);
      between.connect(next.address());
      await().until(() -> between.subscribers(TOPIC).contains(next.id()));
      await().until(() -> next.subscribers(TOPIC).contains(between.id()));
    }
  }

  private static Map<Long, Numbered.Count> allBut(int self) {
    Map<Long, Numbered.Count> all = new TreeMap<>();
    for (long i = 0; i < EACH; i++) {
      all.put(i, new Numbered.Count(MESSAGES, 0));
      all.put(10 + i, new Numbered.Count(MESSAGES, 0));
    }
    all.remove((long) self);
    return all;
  }
}
