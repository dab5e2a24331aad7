package org.datanet.node.sync;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The time that one peer has for an errand. */
final class Turn {

  private final long endNanos;

  private Turn(long endNanos) {
    this.endNanos = endNanos;
  }

  static Turn of(long ms) {
    return new Turn(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms));
  }

  /** Ends the errand with this peer where its time is up. */
  void check() throws IOException {
    if (System.nanoTime() - endNanos >= 0) {
      throw new IOException("it takes too long");
    }
  }
}
