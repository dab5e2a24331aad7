package org.datanet.node.libp2p.streams;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads for what may not run on an event loop.
 *
 * @param handlers a virtual thread a task: handlers may block, and their number is bounded a peer
 * @param timer one thread for deadlines and small callbacks in order
 */
public record ProtocolExecutors(ExecutorService handlers, ScheduledExecutorService timer)
    implements AutoCloseable {

  /**
   * @param bugs told of what the timer's tasks throw, as by {@link #timer}
   */
  public static ProtocolExecutors create(String name, Consumer<Throwable> bugs) {
    return new ProtocolExecutors(
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(name + "-handler-", 0).factory()),
        timer(name + "-timer", bugs));
  }

  /**
   * One thread of this name; what it is given after its end is dropped.
   *
   * @param bugs told there what a task has thrown: the timer itself keeps it for whoever asks, and
   *     runs a periodic task never again
   */
  public static ScheduledExecutorService timer(String name, Consumer<Throwable> bugs) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory()) {
          @Override
          protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
            if (task instanceof Future<?> done
                && done.state() == Future.State.FAILED
                && !isShutdown()) {
              bugs.accept(done.exceptionNow());
            }
          }
        };
    timer.setRemoveOnCancelPolicy(true);
    // After the end there is nobody left to call back.
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return timer;
  }

  /** Interrupts what runs and drops what waits. */
  @Override
  public void close() {
    handlers.shutdownNow();
    timer.shutdownNow();
  }
}
