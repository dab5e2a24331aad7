package org.datanet.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.runtime.CoreQueue.Kind;
import org.datanet.node.runtime.CoreQueue.Task;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.Timer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoreQueueTest {

  private static final Task ANY = new Task.Step(new Input.Started());
  private static final Timer START = new Timer.Start(7);

  private final CoreQueue queue = new CoreQueue();

  /** Gives how many found room. */
  private int flood(Kind kind) {
    int taken = 0;
    while (queue.offer(kind, ANY)) {
      taken++;
    }
    return taken;
  }

  @ParameterizedTest
  @EnumSource
  void aFloodOfOneKindLeavesRoomForThoseThatMatterMore(Kind kind) {
    flood(kind);

    for (Kind other : Kind.values()) {
      assertThat(queue.offer(other, ANY)).isEqualTo(other.compareTo(kind) > 0);
    }
  }

  @Test
  void consensusOfStrangersLeavesRoomForWhatTheCoreAskedFor() {
    flood(Kind.OPERATION);
    flood(Kind.QUESTION);
    flood(Kind.CONSENSUS);

    assertThat(flood(Kind.ANSWER)).isGreaterThanOrEqualTo(2_048);
  }

  @Test
  void aTimerFindsRoomWhereNothingElseDoesAndComesFirst() throws Exception {
    flood(Kind.ANSWER);

    queue.elapsed(START);

    assertThat(queue.poll(0)).contains(new Task.Step(new Input.TimerElapsed(START)));
    assertThat(queue.poll(0)).contains(ANY);
  }

  @Test
  void timersKeepTheirOrder() throws Exception {
    Timer later = new Timer.Stalled(7);
    queue.elapsed(START);
    queue.elapsed(later);

    assertThat(queue.poll(0)).contains(new Task.Step(new Input.TimerElapsed(START)));
    assertThat(queue.poll(0)).contains(new Task.Step(new Input.TimerElapsed(later)));
  }

  @Test
  void wakesWhoWaitsWhenATimerElapses() {
    CompletableFuture<Optional<Task>> polled =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return queue.poll(60_000);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    queue.elapsed(START);

    assertThat(polled.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join())
        .contains(new Task.Step(new Input.TimerElapsed(START)));
  }

  @Test
  void givesBackWhatWaitsWhenItIsClosedAndTakesNothingMore() {
    queue.offer(Kind.OPERATION, ANY);

    assertThat(queue.close()).containsExactly(ANY);
    assertThat(queue.offer(Kind.ANSWER, ANY)).isFalse();
  }
}
