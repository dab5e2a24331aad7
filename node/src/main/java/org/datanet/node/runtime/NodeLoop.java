package org.datanet.node.runtime;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.protocol.replica.Effect;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.Replica;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The core thread: takes inputs from one bounded queue, steps the replica, carries out the effects
 * in order, and confirms commits before it takes the next input.
 *
 * <p>An exception of the core or of an effect is a bug or a broken disk: the input is saved and the
 * node stops.
 */
final class NodeLoop {

  private static final Logger log = LoggerFactory.getLogger(NodeLoop.class);

  /** Two full batches of operations; past it gossip is ignored and users are told to come back. */
  static final int QUEUE_MAX = 40_000;

  /**
   * Room that only timers, answers of peers and commits may use: a flood of operations must not
   * starve consensus.
   */
  private static final int RESERVED = 4_096;

  /**
   * Operations that are taken in one go, so that the disk is asked once for all of them. Consensus
   * waits for at most so many.
   */
  private static final int OPERATIONS_AT_ONCE = 256;

  private sealed interface Task {
    record Step(Input input) implements Task {}

    record Ask(Runnable query) implements Task {}
  }

  /** What becomes of effects, but for timers. A disk that fails throws. */
  interface Effects {
    void perform(List<Effect> effects) throws IOException;
  }

  /** Told once, with the input that the core could not take. */
  interface CrashHandler {
    void crashed(Input input, Throwable cause);
  }

  private final Replica replica;
  private final Effects effects;
  private final CrashHandler crashHandler;
  private final LongSupplier clockMs;
  private final ScheduledExecutorService timers;
  private final NodeMetrics metrics;
  private final ArrayBlockingQueue<Task> queue = new ArrayBlockingQueue<>(QUEUE_MAX + RESERVED);
  private final AtomicBoolean running = new AtomicBoolean();
  private final Thread thread;

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
    this.thread = new Thread(this::run, "datanet-core");
  }

  void start() {
    running.set(true);
    thread.start();
  }

  /** Takes an operation from outside, or says that there is no room. */
  boolean offer(Input input) {
    return queue.size() < QUEUE_MAX && queue.offer(new Task.Step(input));
  }

  /**
   * Takes what the core itself asked for, or consensus needs. False only when the reserve is used
   * up too.
   */
  boolean offerUrgent(Input input) {
    boolean taken = queue.offer(new Task.Step(input));
    if (!taken) {
      log.warn("the core's queue is full; dropped {}", input.getClass().getSimpleName());
    }
    return taken;
  }

  /** Asks the replica on its own thread. */
  <T> CompletableFuture<T> ask(Function<Replica, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean taken = queue.offer(new Task.Ask(() -> answer.complete(question.apply(replica))));
    if (!taken || !running.get()) {
      answer.completeExceptionally(new IllegalStateException("the core does not answer now"));
    }
    return answer;
  }

  int queued() {
    return queue.size();
  }

  private void run() {
    while (running.get()) {
      Task task;
      try {
        task = queue.poll(100, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      switch (task) {
        case null -> {}
        case Task.Ask ask -> ask.query().run();
        case Task.Step step -> take(step.input());
      }
    }
  }

  private void take(Input first) {
    Deque<Input> inputs = new ArrayDeque<>(List.of(first));
    if (first instanceof Input.OperationArrived) {
      while (inputs.size() < OPERATIONS_AT_ONCE
          && queue.peek() instanceof Task.Step(Input.OperationArrived next)) {
        queue.remove();
        inputs.addLast(next);
      }
    }
    step(inputs);
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
        perform(effects);
        committed.ifPresent(epoch -> inputs.addFirst(new Input.Committed(epoch)));
      }
    } catch (RuntimeException | IOException | Error e) {
      running.set(false);
      crashHandler.crashed(input, e);
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
        timers.schedule(
            () -> offerUrgent(new Input.TimerElapsed(timer.timer())),
            timer.delayMs(),
            TimeUnit.MILLISECONDS);
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
