package org.datanet.protocol.reward;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.Domain;
import org.datanet.protocol.hashing.Hasher;

/**
 * The one way a pot is split: {@code floor(P·w / W)} each, then one unit each by descending {@code
 * P·w mod W}. Exact for any sum of weights. ECONOMICS §1.2.
 */
public final class LargestRemainder {

  private static final Domain TIE = Domain.of("split-tie");

  private LargestRemainder() {}

  /**
   * @param potMicros not negative
   * @param weights none negative
   * @param ties orders indexes of equal remainder; the lower takes the unit
   * @return shares in the order of the weights, summing to the pot; empty when the weights sum to
   *     0, and then all of it goes to the reserve
   */
  public static Optional<long[]> split(long potMicros, long[] weights, Comparator<Integer> ties) {
    requireNonNegative(potMicros);
    BigInteger total = BigInteger.ZERO;
    for (long weight : weights) {
      requireNonNegative(weight);
      total = total.add(BigInteger.valueOf(weight));
    }
    if (total.signum() == 0) {
      return Optional.empty();
    }
    return Optional.of(split(potMicros, weights, total, ties));
  }

  /**
   * As {@link #split(long, long[], Comparator)}, ties by ascending H("split-tie" ‖ beacon ‖ id): an
   * order that nobody could grind ids for before the beacon was known.
   *
   * @param ids one for each weight, unique
   */
  public static Optional<long[]> split(
      long potMicros, long[] weights, List<Bytes32> ids, Bytes32 beacon) {
    if (ids.size() != weights.length) {
      throw new IllegalArgumentException(ids.size() + " ids for " + weights.length + " weights");
    }
    return split(
        potMicros, weights, Comparator.comparing(index -> tieHash(beacon, ids.get(index))));
  }

  /** Where {@code id} stands among equal remainders; lower first. */
  private static Bytes32 tieHash(Bytes32 beacon, Bytes32 id) {
    return Hasher.of(TIE).add(beacon).add(id).digest();
  }

  /** The same figures in 64 bits where no product or sum passes them, which is nearly always. */
  private static long[] split(
      long potMicros, long[] weights, BigInteger total, Comparator<Integer> ties) {
    long heaviest = Arrays.stream(weights).max().orElseThrow();
    boolean narrow =
        total.bitLength() < Long.SIZE
            && Math.multiplyHigh(potMicros, heaviest) == 0
            && potMicros * heaviest >= 0;
    return narrow
        ? splitNarrow(potMicros, weights, total.longValueExact(), ties)
        : splitWide(potMicros, weights, total, ties);
  }

  private static long[] splitNarrow(
      long potMicros, long[] weights, long total, Comparator<Integer> ties) {
    long[] shares = new long[weights.length];
    List<Long> remainders = new ArrayList<>(weights.length);
    for (int i = 0; i < weights.length; i++) {
      long product = potMicros * weights[i];
      shares[i] = product / total;
      remainders.add(product % total);
    }
    return handOut(potMicros, shares, remainders, 0L, ties);
  }

  private static long[] splitWide(
      long potMicros, long[] weights, BigInteger total, Comparator<Integer> ties) {
    BigInteger pot = BigInteger.valueOf(potMicros);
    long[] shares = new long[weights.length];
    List<BigInteger> remainders = new ArrayList<>(weights.length);
    for (int i = 0; i < weights.length; i++) {
      BigInteger product = pot.multiply(BigInteger.valueOf(weights[i]));
      BigInteger[] division = product.divideAndRemainder(total);
      shares[i] = division[0].longValueExact();
      remainders.add(division[1]);
    }
    return handOut(potMicros, shares, remainders, BigInteger.ZERO, ties);
  }

  /** Gives what the floors left, fewer units than there are remainders above zero. */
  private static <R extends Comparable<R>> long[] handOut(
      long potMicros, long[] shares, List<R> remainders, R zero, Comparator<Integer> ties) {
    long left = potMicros - Arrays.stream(shares).sum();
    if (left == 0) {
      return shares;
    }
    Comparator<Integer> descending = (a, b) -> remainders.get(b).compareTo(remainders.get(a));
    IntStream.range(0, shares.length)
        .filter(i -> remainders.get(i).compareTo(zero) > 0)
        .boxed()
        .sorted(descending.thenComparing(ties))
        .limit(left)
        .forEach(i -> shares[i]++);
    return shares;
  }

  private static void requireNonNegative(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("neither pot nor weight is negative: " + value);
    }
  }
}
