package org.datanet.protocol.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.EconomyVectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LargestRemainderTest {

  private static final Comparator<Integer> BY_INDEX = Comparator.naturalOrder();
  private static final Bytes32 BEACON = Bytes32.repeat((byte) 0xaa);

  static List<JsonNode> vectors() {
    return EconomyVectors.of("largestRemainder");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void splitsAsTheVectorsDo(JsonNode vector) {
    long[] weights = EconomyVectors.longs(vector.get("weights"));
    long[] tieRank = EconomyVectors.longs(vector.get("tieRank"));

    var shares =
        LargestRemainder.split(
            EconomyVectors.exact(vector.get("pot")),
            weights,
            Comparator.comparing(index -> tieRank[index]));

    if (vector.get("shares").isNull()) {
      assertThat(shares).isEmpty();
    } else {
      assertThat(shares.orElseThrow()).isEqualTo(EconomyVectors.longs(vector.get("shares")));
    }
  }

  @Test
  void leavesThePotToTheReserveWhereNobodyHasWeight() {
    assertThat(LargestRemainder.split(10, new long[] {0, 0}, BY_INDEX)).isEmpty();
    assertThat(LargestRemainder.split(10, new long[0], BY_INDEX)).isEmpty();
  }

  @Test
  void isExactWhereWeightsSumPast64Bits() {
    long max = Long.MAX_VALUE;

    assertThat(LargestRemainder.split(max, new long[] {max, max, max}, BY_INDEX).orElseThrow())
        .containsExactly(max / 3 + 1, max / 3, max / 3);
    assertThat(LargestRemainder.split(max, new long[] {max, 0}, BY_INDEX).orElseThrow())
        .containsExactly(max, 0);
    assertThat(LargestRemainder.split(5, new long[] {max, 1}, BY_INDEX).orElseThrow())
        .containsExactly(5, 0);
  }

  @Test
  void everyShareIsWithinOneUnitOfItsQuotaAndAllSumToThePot() {
    SplittableRandom random = new SplittableRandom(12);
    for (int round = 0; round < 500; round++) {
      long pot = random.nextLong() >>> 1 + random.nextInt(62);
      int shift = 1 + random.nextInt(62);
      long[] weights = LongStream.generate(() -> random.nextLong() >>> shift).limit(20).toArray();
      weights[0] = 1;

      long[] shares = LargestRemainder.split(pot, weights, BY_INDEX).orElseThrow();

      BigInteger total =
          Arrays.stream(weights)
              .mapToObj(BigInteger::valueOf)
              .reduce(BigInteger::add)
              .orElseThrow();
      assertThat(Arrays.stream(shares).sum()).isEqualTo(pot);
      for (int i = 0; i < weights.length; i++) {
        long floor =
            BigInteger.valueOf(pot)
                .multiply(BigInteger.valueOf(weights[i]))
                .divide(total)
                .longValueExact();
        assertThat(shares[i]).isBetween(floor, floor + 1);
      }
    }
  }

  @Test
  void breaksTiesByTheBeaconAsAnIndependentScriptDoes() {
    List<Bytes32> ids = ids(5);
    long[] weights = {1, 1, 1, 1, 1};

    // Hashes ascend in the order of ids 1, 4, 5 and the rest.
    assertThat(LargestRemainder.split(3, weights, ids, BEACON).orElseThrow())
        .containsExactly(1, 0, 0, 1, 1);
    assertThat(LargestRemainder.split(7, weights, ids, BEACON).orElseThrow())
        .containsExactly(2, 1, 1, 2, 1);
  }

  @Test
  void beaconTiesDoNotDependOnTheOrderOfTheList() {
    List<Bytes32> ids = ids(40);
    List<Bytes32> reversed = ids.reversed();
    long[] weights = LongStream.generate(() -> 3).limit(40).toArray();

    long[] shares = LargestRemainder.split(17, weights, ids, BEACON).orElseThrow();
    long[] mirrored = LargestRemainder.split(17, weights, reversed, BEACON).orElseThrow();

    for (int i = 0; i < 40; i++) {
      assertThat(mirrored[39 - i]).isEqualTo(shares[i]);
    }
  }

  @Test
  void refusesNegativeFiguresAndUnequalLists() {
    assertThatThrownBy(() -> LargestRemainder.split(-1, new long[] {1}, BY_INDEX))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LargestRemainder.split(1, new long[] {-1}, BY_INDEX))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LargestRemainder.split(1, new long[] {1, 1}, ids(1), BEACON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Bytes32> ids(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> Bytes32.repeat((byte) i)).toList();
  }
}
