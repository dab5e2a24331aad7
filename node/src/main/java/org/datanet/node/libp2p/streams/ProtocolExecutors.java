package org.datanet.node.libp2p.streams;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Threads for what may not run on an event loop.
 *
 * @param handlers a virtual thread a task: handlers may block, and their number is bounded a peer
 * @param timer one thread for deadlines and small callbacks in order
 */
public record ProtocolExecutors(ExecutorService handlers, ScheduledExecutorService timer)
    implements AutoCloseable {

  public static ProtocolExecutors create(String name) {
    return new ProtocolExecutors(
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(name + "-handler-", 0).factory()),
        timer(name + "-timer"));
  }

  /** One thread of this name; what it is given after its end is dropped. */
  public static ScheduledExecutorService timer(String name) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
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
