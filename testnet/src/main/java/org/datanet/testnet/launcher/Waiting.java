package org.datanet.testnet.launcher;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Asks again and again until something is so, or it has taken too long. */
public final class Waiting {

  /** A tenth of the shortest useful epoch. */
  private static final long POLL_MS = 50;

  private Waiting() {}

  /** A condition that is looked up over a file or the network. */
  public interface Condition {
    boolean holds() throws IOException;
  }

  /** False when {@code patience} ran out first. */
  public static boolean until(Duration patience, Condition condition) throws IOException {
    long startedNanos = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - startedNanos > patience.toNanos()) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting");
    }
  }
}
