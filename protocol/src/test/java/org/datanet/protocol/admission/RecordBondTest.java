package org.datanet.protocol.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.datanet.protocol.wire.BondBasisEntry;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.Manifest;
import org.datanet.protocol.wire.ParameterSet;
import org.junit.jupiter.api.Test;

class RecordBondTest {

  @Test
  void isTheMinimumWhileNoRecordHasEarnedMore() {
    assertThat(RecordBond.requiredMicros(datanet(500), basis())).isEqualTo(500);
    assertThat(RecordBond.requiredMicros(datanet(500), basis(100, 200))).isEqualTo(500);
  }

  @Test
  void isTheMeanRoundedDownOnceItExceedsTheMinimum() {
    assertThat(RecordBond.requiredMicros(datanet(500), basis(1_000, 1_001))).isEqualTo(1_000);
  }

  @Test
  void oneHitInTwoHundredDoesNotPriceEverybodyOut() {
    long[] payouts = LongStream.rangeClosed(1, 200).map(i -> 1_000).toArray();
    payouts[17] = 1_000_000_000;

    assertThat(RecordBond.winsorisedMeanMicros(basis(payouts))).isEqualTo(1_000);
  }

  @Test
  void capsAtTheNearestRankAmongAHundred() {
    // rank ceil(0.99 · 100) = 99: only the 100 is pulled down, to 99
    long[] payouts = LongStream.rangeClosed(1, 100).toArray();

    assertThat(RecordBond.winsorisedMeanMicros(basis(payouts))).isEqualTo(5_049 / 100);
  }

  @Test
  void agreesWithSortingOnAnyBasisEvenBeyondALongsSum() {
    SplittableRandom random = new SplittableRandom(99);
    for (int n = 1; n <= 1_000; n += 37) {
      long[] payouts = random.longs(n, 0, 1L << 62).toArray();
      long[] sorted = payouts.clone();
      Arrays.sort(sorted);
      long cap = sorted[Math.ceilDiv(99 * n, 100) - 1];
      BigInteger sum =
          LongStream.of(payouts)
              .mapToObj(p -> BigInteger.valueOf(Math.min(p, cap)))
              .reduce(BigInteger.ZERO, BigInteger::add);

      assertThat(RecordBond.winsorisedMeanMicros(basis(payouts)))
          .isEqualTo(sum.divide(BigInteger.valueOf(n)).longValueExact());
    }
  }

  private static DatanetEntry datanet(long bondMinMicros) {
    return DatanetEntry.newBuilder()
        .setManifest(
            Manifest.newBuilder()
                .setParameters(ParameterSet.newBuilder().setBondMinMicros(bondMinMicros)))
        .build();
  }

  private static BondBasisEntry basis(long... payouts) {
    BondBasisEntry.Builder basis = BondBasisEntry.newBuilder();
    LongStream.of(payouts).forEach(basis::addPayoutsMicros);
    return basis.build();
  }
}
