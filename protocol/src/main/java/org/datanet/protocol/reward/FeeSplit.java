package org.datanet.protocol.reward;

import java.util.Comparator;
import org.datanet.protocol.datanet.ParameterSet;

/**
 * A receipt's fee by role, in micro-credits; the seven sum to the fee. The burn is rounded up and
 * taken first, so a split receipt never burns less; the rest is split by largest remainder, ties in
 * the order of the fields. ECONOMICS §2, §6.
 */
public record FeeSplit(
    long burnMicros,
    long reserveMicros,
    long contributorMicros,
    long curatorMicros,
    long jurorMicros,
    long maintenanceMicros,
    long validatorMicros) {

  private static final int BPS = 10_000;

  /**
   * @param feeMicros not negative
   * @param shares burn and six shares that sum to 10,000 bps
   */
  public static FeeSplit of(long feeMicros, ParameterSet shares) {
    long burnMicros = burn(feeMicros, shares.burnBps());
    long rest = feeMicros - burnMicros;
    long[] weights = {
      shares.reserveBps(),
      shares.contributorBps(),
      shares.curatorBps(),
      shares.jurorBps(),
      shares.maintenanceBps(),
      shares.validatorBps()
    };
    long[] parts =
        LargestRemainder.split(rest, weights, Comparator.naturalOrder())
            .orElseGet(() -> new long[] {rest, 0, 0, 0, 0, 0});
    return new FeeSplit(burnMicros, parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
  }

  /** {@code ceil(fee·bps / 10^4)}, in two parts so that no product passes 2^63. */
  private static long burn(long feeMicros, int burnBps) {
    return feeMicros / BPS * burnBps + Math.ceilDiv(feeMicros % BPS * burnBps, (long) BPS);
  }
}
