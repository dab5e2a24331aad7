package org.datanet.node.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.Replica;
import org.datanet.protocol.replica.Timer;

/**
 * What waits for the core. Timers come first and always find room: they are as many as the core has
 * set itself, a handful an epoch, and one that is lost is never set again. Everything else waits in
 * one line, in which each kind leaves room for those that matter more. Any thread.
 */
final class CoreQueue {

  /** One thing for the core to do. */
  sealed interface Task {
    record Step(Input input) implements Task {}

    /**
     * @param answer fails where the question does, or is never put
     */
    record Ask<T>(Function<Replica, T> question, CompletableFuture<T> answer) implements Task {}
  }

  /**
   * Kinds of what comes in, from the one that matters least; a flood of it leaves the rest room.
   */
  enum Kind {
    /** Two full batches; past it gossip is ignored and users are told to come back. */
    OPERATION(40_000),
    /** Of peers and of the API: 16 at once of each of some peers. */
    QUESTION(41_024),
    /** Proposals and votes, which any stranger may sign. */
    CONSENSUS(42_048),
    /** What the core itself asked for: epochs, operations, tables, contents. */
    ANSWER(44_096);

    /** Tasks in the line below which one more of the kind is taken. */
    final int waitingMax;

    Kind(int waitingMax) {
      this.waitingMax = waitingMax;
    }
  }

  /** Timers come on top, a handful. */
  static final int WAITING_MAX = Kind.ANSWER.waitingMax;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Deque<Task> timers = new ArrayDeque<>();
  private final Deque<Task> line = new ArrayDeque<>();
  private boolean closed;

  /** False where there is no room for one more of its kind, or the core takes nothing any more. */
  boolean offer(Kind kind, Task task) {
    lock.lock();
    try {
      if (closed || line.size() >= kind.waitingMax) {
        return false;
      }
      line.addLast(task);
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void elapsed(Timer timer) {
    lock.lock();
    try {
      timers.addLast(new Task.Step(new Input.TimerElapsed(timer)));
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The next task, waited for; empty where none comes in time. */
  Optional<Task> poll(long timeoutMs) throws InterruptedException {
    lock.lock();
    try {
      long leftNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
      while (timers.isEmpty() && line.isEmpty() && leftNanos > 0) {
        leftNanos = filled.awaitNanos(leftNanos);
      }
      return Optional.ofNullable(timers.isEmpty() ? line.pollFirst() : timers.pollFirst());
    } finally {
      lock.unlock();
    }
  }

  /** The next task if it is an operation. */
  Optional<Input.OperationArrived> pollOperation() {
    lock.lock();
    try {
      if (timers.isEmpty()
          && line.peekFirst() instanceof Task.Step(Input.OperationArrived operation)) {
        line.removeFirst();
        return Optional.of(operation);
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return timers.size() + line.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; gives what still waited. */
  List<Task> close() {
    lock.lock();
    try {
      closed = true;
      List<Task> left = new ArrayList<>(timers);
      left.addAll(line);
      timers.clear();
      line.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }
}
