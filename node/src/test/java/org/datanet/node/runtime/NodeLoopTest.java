package org.datanet.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.datanet.node.FollowingReplica;
import org.datanet.node.audit.AuditedChain;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.Replica;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLoopTest {

  @TempDir Path home;

  private final CompletableFuture<String> stopped = new CompletableFuture<>();
  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final NodeMetrics metrics = new NodeMetrics();
  private Optional<NodeLoop> running = Optional.empty();

  @AfterEach
  void stop() {
    running.ifPresent(NodeLoop::stop);
    timers.shutdownNow();
    metrics.close();
  }

  private NodeLoop started(NodeLoop.Effects effects) {
    NodeWatch watch = new NodeWatch(home, new AtomicLong(), Runnable::run, stopped::complete);
    Replica replica = FollowingReplica.of(AuditedChain.genesis()).replica();
    NodeLoop loop = new NodeLoop(replica, effects, watch::crashed, () -> 0, timers, metrics);
    running = Optional.of(loop);
    loop.start();
    return loop;
  }

  @Test
  void aQuestionThatFailsStopsTheNodeWithAReport() throws Exception {
    NodeLoop loop = started(effects -> {});
    RuntimeException broken = new UncheckedIOException(new IOException("the disk is gone"));

    CompletableFuture<Long> answer =
        loop.ask(
            replica -> {
              throw broken;
            });

    assertThat(stopped.get(30, TimeUnit.SECONDS)).contains("the core stopped", "the disk is gone");
    assertThat(Files.readString(home.resolve("halted/report.json"))).contains("the disk is gone");
    assertThatThrownBy(answer::join).hasCause(broken);
  }

  @Test
  void questionsThatWaitWhenTheCoreStopsAreNotLeftWaiting() throws Exception {
    CountDownLatch stepping = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    NodeLoop loop =
        started(
            effects -> {
              stepping.countDown();
              await(goOn);
              throw new IOException("the disk is gone");
            });
    loop.offer(CoreQueue.Kind.ANSWER, new Input.Started());
    stepping.await();
    CompletableFuture<Long> waiting = loop.ask(replica -> replica.standing().lastEpoch());

    goOn.countDown();

    assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
        .hasMessageContaining("does not answer");
    assertThat(stopped.get(30, TimeUnit.SECONDS)).contains("the disk is gone");
    assertThat(home.resolve("halted/input.txt")).content().contains("Started");
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void anAnswerIsDoneWithWhenTheCoreHasCarriedItOut() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    NodeLoop loop = started(effects -> await(goOn));

    CompletableFuture<Void> taken = loop.take(new Input.Started());

    assertThat(taken).isNotDone();
    goOn.countDown();
    taken.get(30, TimeUnit.SECONDS);
  }
}
