package org.datanet.node.libp2p.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProtocolExecutorsTest {

  private final RuntimeException bug = new IllegalStateException("a bug");
  private final CompletableFuture<Throwable> told = new CompletableFuture<>();
  private final ScheduledExecutorService timer = ProtocolExecutors.timer("test", told::complete);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private void fail() {
    throw bug;
  }

  @Test
  void tellsWhatATaskThrows() throws Exception {
    timer.execute(this::fail);

    assertThat(told.get(30, TimeUnit.SECONDS)).isSameAs(bug);
  }

  @Test
  void tellsWhatEndsAPeriodicTask() throws Exception {
    CountDownLatch turns = new CountDownLatch(3);
    timer.scheduleWithFixedDelay(
        () -> {
          turns.countDown();
          if (turns.getCount() == 0) {
            fail();
          }
        },
        0,
        1,
        TimeUnit.MILLISECONDS);

    assertThat(told.get(30, TimeUnit.SECONDS)).isSameAs(bug);
    assertThat(turns.getCount()).isZero();
  }

  @Test
  void saysNothingOfTasksThatEndOrAreCancelled() throws Exception {
    timer.schedule(this::fail, 1, TimeUnit.HOURS).cancel(false);
    timer.submit(() -> {}).get(30, TimeUnit.SECONDS);
    timer.submit(() -> {}).get(30, TimeUnit.SECONDS); // the first one has been looked at

    assertThat(told).isNotDone();
  }
}
