package org.datanet.node.libp2p.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProtocolThreadTest {

  private static final long NEVER_MS = 3_600_000;

  @Test
  void tellsTheBugThatHasEndedIt() throws Exception {
    ProtocolThread thread = new ProtocolThread("test", () -> {}, NEVER_MS);
    RuntimeException bug = new IllegalStateException("a bug");
    CompletableFuture<Throwable> failed = thread.failed().toCompletableFuture();
    thread.start();
    assertThat(failed).isNotDone();

    thread.execute(
        () -> {
          throw bug;
        });

    assertThat(failed.get(30, TimeUnit.SECONDS)).isSameAs(bug);
    assertThat(thread.isRunning()).isFalse();
  }

  @Test
  void aTickThatFailsEndsItToo() throws Exception {
    RuntimeException bug = new IllegalStateException("a bug");
    ProtocolThread thread =
        new ProtocolThread(
            "test",
            () -> {
              throw bug;
            },
            1);

    thread.start();

    assertThat(thread.failed().toCompletableFuture().get(30, TimeUnit.SECONDS)).isSameAs(bug);
  }
}
