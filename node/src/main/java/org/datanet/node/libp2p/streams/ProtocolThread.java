package org.datanet.node.libp2p.streams;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a protocol: its events in order and its tick in between. What enters is bounded
 * at the protocol's doors, such as each stream's {@link Intake}.
 */
public final class ProtocolThread implements Executor, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProtocolThread.class);

  private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final Runnable tick;
  private final long tickMs;
  private final Thread thread;
  private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
  private volatile boolean stopped;

  public ProtocolThread(String name, Runnable tick, long tickMs) {
    this.tick = tick;
    this.tickMs = tickMs;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (dead, bug) -> {
          stopped = true;
          LOG.error("{} stopped on a bug", name, bug);
          failed.complete(bug);
        });
  }

  public void start() {
    thread.start();
  }

  public boolean isRunning() {
    return !stopped;
  }

  /** Completes with the bug that has ended the thread. */
  public CompletionStage<Throwable> failed() {
    return failed;
  }

  /** Events after the end are dropped: there is nothing left that they could change. */
  @Override
  public void execute(Runnable event) {
    if (!stopped) {
      events.add(event);
    }
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }

  /** Milliseconds of the monotonic clock that protocols count in. */
  public static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void run() {
    long nextTickMs = nowMs() + tickMs;
    while (!stopped) {
      try {
        Runnable event = events.poll(nextTickMs - nowMs(), TimeUnit.MILLISECONDS);
        if (event != null) {
          event.run();
        }
      } catch (InterruptedException e) {
        // Only close() interrupts.
        return;
      }
      long nowMs = nowMs();
      if (nowMs >= nextTickMs) {
        tick.run();
        nextTickMs = nowMs + tickMs;
      }
    }
  }
}
