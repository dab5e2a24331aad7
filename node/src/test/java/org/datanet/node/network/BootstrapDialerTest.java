package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BootstrapDialerTest {

  private final BootstrapDialer dialer = new BootstrapDialer(List.of("a", "b"), 2, 1);

  @Test
  void dialsEachAddressOnceAtATimeWhileTooFewPeersAreConnected() {
    assertThat(dialer.due(2, 0)).isEmpty();
    assertThat(dialer.due(1, 0)).containsExactly("a", "b");
    assertThat(dialer.due(1, 0)).isEmpty();
  }

  @Test
  void waitsLongerAfterEachFailureUpToHalfAMinute() {
    long nowMs = 0;
    long waitedMs = 0;
    for (int failure = 0; failure < 10; failure++) {
      dialer.failed("a", nowMs);
      long longerMs = waitUntilDue(nowMs);
      assertThat(longerMs).isGreaterThan(Math.min(waitedMs, 29_999));
      nowMs += longerMs;
      waitedMs = longerMs;
    }

    assertThat(waitedMs).isBetween(30_000L, 37_500L);
  }

  @Test
  void startsOverAfterASuccess() {
    dialer.due(0, 0);
    dialer.failed("a", 0);
    dialer.failed("a", 0);
    dialer.succeeded("a", 0);

    assertThat(dialer.due(0, 499)).isEmpty();
    assertThat(dialer.due(0, 625)).containsExactly("a");
  }

  private long waitUntilDue(long fromMs) {
    long nowMs = fromMs;
    while (!dialer.due(0, nowMs).contains("a")) {
      nowMs += 1;
    }
    return nowMs - fromMs;
  }
}
