package org.datanet.node.runtime;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.node.network.Occupancy;
import org.datanet.protocol.replica.Effect;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.Replica;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The core thread: takes inputs from its bounded {@link CoreQueue}, steps the replica, carries out
 * the effects in order, and confirms commits before it takes the next input.
 *
 * <p>An exception of the core or of an effect is a bug or a broken disk: the input is saved and the
 * node stops.
 */
final class NodeLoop {

  private static final Logger log = LoggerFactory.getLogger(NodeLoop.class);

  /**
   * Operations that are taken in one go, so that the disk is asked once for all of them. Consensus
   * waits for at most so many.
   */
  private static final int OPERATIONS_AT_ONCE = 256;

  /** What becomes of effects, but for timers. A disk that fails throws. */
  interface Effects {
    void perform(List<Effect> effects) throws IOException;
  }

  /** Told once. */
  interface CrashHandler {

    /**
     * @param part of the node that cannot go on, for people
     * @param input that the core could not take; empty where it was none
     */
    void crashed(String part, Optional<Input> input, Throwable cause);
  }

  /** In which the loop notices that it must stop. */
  private static final long POLL_MS = 100;

  private final Replica replica;
  private final Effects effects;
  private final CrashHandler crashHandler;
  private final LongSupplier clockMs;
  private final ScheduledExecutorService timers;
  private final NodeMetrics metrics;
  private final CoreQueue queue = new CoreQueue();
  private final AtomicBoolean running = new AtomicBoolean();
  private final Thread thread;

  /** As of the last step; written on the core's thread. */
  private volatile Replica.PoolUse pool;

  NodeLoop(
      Replica replica,
      Effects effects,
      CrashHandler crashHandler,
      LongSupplier clockMs,
      ScheduledExecutorService timers,
      NodeMetrics metrics) {
    this.replica = replica;
    this.effects = effects;
    this.crashHandler = crashHandler;
    this.clockMs = clockMs;
    this.timers = timers;
    this.metrics = metrics;
    this.pool = replica.poolUse();
    this.thread = new Thread(this::run, "datanet-core");
  }

  void start() {
    running.set(true);
    thread.start();
  }

  /** Takes an input, or says that there is no room for one of its kind. */
  boolean offer(CoreQueue.Kind kind, Input input) {
    boolean taken = queue.offer(kind, new CoreQueue.Task.Step(input));
    if (!taken && kind != CoreQueue.Kind.OPERATION && running.get()) {
      log.warn("the core has no room; dropped {}", input.getClass().getSimpleName());
    }
    return taken;
  }

  /** Asks the replica on its own thread. Fails where the core does not answer any more. */
  <T> CompletableFuture<T> ask(Function<Replica, T> question) {
    return ask(CoreQueue.Kind.QUESTION, question);
  }

  /** Takes what the core asked for; completes when it has done all that follows from it. */
  CompletableFuture<Void> take(Input answer) {
    if (!offer(CoreQueue.Kind.ANSWER, answer)) {
      return CompletableFuture.failedFuture(notNow());
    }
    return ask(CoreQueue.Kind.ANSWER, replica -> true).thenAccept(done -> {});
  }

  private <T> CompletableFuture<T> ask(CoreQueue.Kind kind, Function<Replica, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!queue.offer(kind, new CoreQueue.Task.Ask<>(question, answer))) {
      answer.completeExceptionally(notNow());
    }
    return answer;
  }

  private static IllegalStateException notNow() {
    return new IllegalStateException("the core does not answer now");
  }

  /** What peers and users can fill here, and how full it is. */
  List<Occupancy> occupancy() {
    return List.of(
        new Occupancy(
            "core.queue", "inputs that wait for the core", queue::waiting, CoreQueue.WAITING_MAX),
        new Occupancy(
            "pool.operations",
            "operations that wait for an epoch",
            () -> pool.operations(),
            pool.operationsMax()),
        new Occupancy(
            "pool.bytes",
            "operations that wait for an epoch",
            () -> pool.bytes(),
            pool.bytesMax()));
  }

  private void run() {
    try {
      while (running.get()) {
        queue.poll(POLL_MS).ifPresent(this::take);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      queue.close().forEach(NodeLoop::leave);
    }
  }

  private static void leave(CoreQueue.Task task) {
    if (task instanceof CoreQueue.Task.Ask<?> ask) {
      ask.answer().completeExceptionally(notNow());
    }
  }

  private void take(CoreQueue.Task task) {
    switch (task) {
      case CoreQueue.Task.Ask<?> ask -> answer(ask);
      case CoreQueue.Task.Step step -> step(withOperations(step.input()));
    }
  }

  private <T> void answer(CoreQueue.Task.Ask<T> ask) {
    T answer;
    try {
      answer = ask.question().apply(replica);
    } catch (RuntimeException | Error e) {
      ask.answer().completeExceptionally(e);
      crashed(Optional.empty(), e);
      return;
    }
    ask.answer().complete(answer);
  }

  private Deque<Input> withOperations(Input first) {
    Deque<Input> inputs = new ArrayDeque<>(List.of(first));
    Optional<Input.OperationArrived> next =
        first instanceof Input.OperationArrived ? queue.pollOperation() : Optional.empty();
    while (next.isPresent()) {
      inputs.addLast(next.get());
      next = inputs.size() < OPERATIONS_AT_ONCE ? queue.pollOperation() : Optional.empty();
    }
    return inputs;
  }

  private void crashed(Optional<Input> input, Throwable cause) {
    running.set(false);
    crashHandler.crashed("the core", input, cause);
  }

  private void step(Deque<Input> inputs) {
    Input input = inputs.getFirst();
    try {
      while (!inputs.isEmpty()) {
        List<Effect> effects = new ArrayList<>();
        Optional<Long> committed = Optional.empty();
        while (committed.isEmpty() && !inputs.isEmpty()) {
          input = inputs.removeFirst();
          List<Effect> found = step(input);
          effects.addAll(found);
          committed = commitIn(found);
        }
        pool = replica.poolUse();
        perform(effects);
        committed.ifPresent(epoch -> inputs.addFirst(new Input.Committed(epoch)));
      }
    } catch (RuntimeException | IOException | Error e) {
      crashed(Optional.of(input), e);
    }
  }

  private List<Effect> step(Input input) {
    long startedNanos = System.nanoTime();
    List<Effect> found = replica.step(clockMs.getAsLong(), input);
    metrics.coreTime("step", input.getClass().getSimpleName(), System.nanoTime() - startedNanos);
    return found;
  }

  private static Optional<Long> commitIn(List<Effect> effects) {
    return effects.stream()
        .flatMap(e -> e instanceof Effect.Commit commit ? Stream.of(commit) : Stream.empty())
        .map(commit -> commit.decided().getBatch().getEpoch())
        .findFirst();
  }

  private void perform(List<Effect> found) throws IOException {
    List<Effect> others = new ArrayList<>();
    for (Effect effect : found) {
      if (effect instanceof Effect.SetTimer timer) {
        timers.schedule(() -> queue.elapsed(timer.timer()), timer.delayMs(), TimeUnit.MILLISECONDS);
      } else {
        others.add(effect);
      }
    }
    effects.perform(others);
  }

  /** Stops after the task at hand; what is queued is dropped. */
  void stop() {
    running.set(false);
    if (Thread.currentThread() != thread) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
