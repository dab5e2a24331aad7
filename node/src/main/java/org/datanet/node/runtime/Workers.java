package org.datanet.node.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads beside the core's: some that verify, one that keeps time, one that tells listeners
 * what happened, and virtual ones for errands that wait for a peer or the disk.
 */
record Workers(
    ExecutorService verifiers,
    ScheduledExecutorService timers,
    ExecutorService events,
    ExecutorService errands)
    implements AutoCloseable {

  /**
   * Envelopes and votes that wait for a verifying thread; more are ignored, which gossip survives.
   */
  private static final int VERIFY_QUEUE_MAX = 16_384;

  /** Happenings that listeners have not been told of; an operation makes two, an epoch one. */
  private static final int EVENT_QUEUE_MAX = 65_536;

  static Workers start() {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    ThreadPoolExecutor verifiers =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(VERIFY_QUEUE_MAX),
            daemons("datanet-verify"));
    return new Workers(
        verifiers,
        Executors.newSingleThreadScheduledExecutor(daemons("datanet-timer")),
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(EVENT_QUEUE_MAX),
            daemons("datanet-events"),
            Workers::waitForRoom),
        Executors.newVirtualThreadPerTaskExecutor());
  }

  /** The order of events is part of what they say, so who comes too fast waits here. */
  private static void waitForRoom(Runnable task, ThreadPoolExecutor executor) {
    if (executor.isShutdown()) {
      return;
    }
    try {
      executor.getQueue().put(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ThreadFactory daemons(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
  }

  @Override
  public void close() {
    verifiers.shutdownNow();
    timers.shutdownNow();
    events.shutdownNow();
    errands.shutdownNow();
  }
}
