package org.datanet.protocol.admission;

import java.math.BigInteger;
import java.util.Arrays;
import org.datanet.protocol.wire.BondBasisEntry;
import org.datanet.protocol.wire.DatanetEntry;

/**
 * {@code max(bondMin, V̄)}: a contribution stakes what a record of this datanet earns on average,
 * so that junk costs what it could have earned. V̄ = mean lifetime payout of the records in the
 * basis, winsorised at the 99th percentile so that one hit does not price everybody out. ECONOMICS
 * §2.
 */
public final class RecordBond {

  private RecordBond() {}

  public static long requiredMicros(DatanetEntry datanet, BondBasisEntry basis) {
    long minMicros = datanet.getManifest().getParameters().getBondMinMicros();
    return Math.max(minMicros, winsorisedMeanMicros(basis));
  }

  /** Values above the nearest-rank 99th percentile count as it; rounded down; 0 without values. */
  static long winsorisedMeanMicros(BondBasisEntry basis) {
    int n = basis.getPayoutsMicrosCount();
    if (n == 0) {
      return 0;
    }
    long cap = highest(basis, n - Math.ceilDiv(99 * n, 100) + 1);
    // Halves of 32 bits: a thousand amounts do not overflow them.
    long high = 0;
    long low = 0;
    for (int i = 0; i < n; i++) {
      long value = Math.min(cap, basis.getPayoutsMicros(i));
      high += value >>> 32;
      low += value & 0xffff_ffffL;
    }
    return BigInteger.valueOf(high)
        .shiftLeft(32)
        .add(BigInteger.valueOf(low))
        .divide(BigInteger.valueOf(n))
        .longValueExact();
  }

  /** The {@code rank}-th largest value, from 1; ranks are at most 11 for 1,000 values. */
  private static long highest(BondBasisEntry basis, int rank) {
    long[] top = new long[rank];
    Arrays.fill(top, -1);
    for (int i = 0; i < basis.getPayoutsMicrosCount(); i++) {
      long value = basis.getPayoutsMicros(i);
      if (value > top[0]) {
        int at = 0;
        while (at + 1 < rank && top[at + 1] < value) {
          top[at] = top[at + 1];
          at++;
        }
        top[at] = value;
      }
    }
    return top[0];
  }
}
