package org.datanet.node.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads beside the core's: some that verify, one that keeps time, and virtual ones for
 * errands that wait for a peer or the disk.
 */
record Workers(ExecutorService verifiers, ScheduledExecutorService timers, ExecutorService errands)
    implements AutoCloseable {

  /**
   * Envelopes and votes that wait for a verifying thread; more are ignored, which gossip survives.
   */
  private static final int VERIFY_QUEUE_MAX = 16_384;

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
        Executors.newVirtualThreadPerTaskExecutor());
  }

  private static ThreadFactory daemons(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
  }

  @Override
  public void close() {
    verifiers.shutdownNow();
    timers.shutdownNow();
    errands.shutdownNow();
  }
}
