package org.datanet.testnet.bench;

import java.util.Arrays;

/** How fast something goes, warm, as the median of some runs. */
final class Rates {

  private static final int WARM_UPS = 3;
  private static final int RUNS = 5;

  private Rates() {}

  interface Work {
    void run() throws Exception;
  }

  /** A work that prepares itself and gives how long the part that counts took. */
  interface TimedWork {
    long nanos() throws Exception;
  }

  /** Operations a second of a work that does {@code operations}. */
  static double perSecond(int operations, Work work) throws Exception {
    return perSecondOf(
        operations,
        () -> {
          long startedNanos = System.nanoTime();
          work.run();
          return System.nanoTime() - startedNanos;
        });
  }

  static double perSecondOf(int operations, TimedWork work) throws Exception {
    for (int i = 0; i < WARM_UPS; i++) {
      work.nanos();
    }
    double[] rates = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      rates[i] = operations * 1e9 / work.nanos();
    }
    return percentile(rates, 50);
  }

  /** Nearest rank. */
  static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
