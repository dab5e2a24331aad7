package org.datanet.protocol.reward;

import java.util.Arrays;

/** A contributor's tranche in equal parts, the remainder with the last. ECONOMICS §6. */
public final class Vesting {

  private Vesting() {}

  /**
   * @param trancheMicros not negative
   * @param epochs at least 1
   * @return {@code epochs} parts that sum to the tranche
   */
  public static long[] parts(long trancheMicros, int epochs) {
    if (trancheMicros < 0 || epochs < 1) {
      throw new IllegalArgumentException(trancheMicros + " µ cannot vest in " + epochs + " parts");
    }
    long[] parts = new long[epochs];
    Arrays.fill(parts, trancheMicros / epochs);
    parts[epochs - 1] += trancheMicros % epochs;
    return parts;
  }
}
