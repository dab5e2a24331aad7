package org.datanet.testnet.gossipbench;

import java.util.Arrays;
import java.util.BitSet;

/** Messages of one stretch as they come to a subscriber. Safe for use by several threads. */
final class Arrivals {

  private final long first;
  private final int count;
  private final BitSet seen = new BitSet();
  private final long[] latenciesNanos;
  private int distinct;
  private long doubled;
  private long firstNanos;
  private long lastNanos;

  /**
   * @param first number of the stretch's first message
   */
  Arrivals(long first, int count) {
    this.first = first;
    this.count = count;
    this.latenciesNanos = new long[count];
  }

  /** Gives the number of different messages so far, or 0 where this one came before. */
  synchronized int add(long number, long sentNanos, long nowNanos) {
    if (number < first || number >= first + count || seen.get((int) (number - first))) {
      doubled++;
      return 0;
    }
    seen.set((int) (number - first));
    if (distinct == 0) {
      firstNanos = nowNanos;
    }
    lastNanos = nowNanos;
    latenciesNanos[distinct] = nowNanos - sentNanos;
    distinct++;
    return distinct;
  }

  synchronized Tally tally() {
    long[] sorted = Arrays.copyOf(latenciesNanos, distinct);
    Arrays.sort(sorted);
    return new Tally(
        distinct, doubled, firstNanos, lastNanos, at(sorted, 50), at(sorted, 99), at(sorted, 100));
  }

  /** By nearest rank; 0 of nothing. */
  private static long at(long[] sorted, int percent) {
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
