package org.datanet.testnet.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.datanet.protocol.curation.Vote;
import org.junit.jupiter.api.Test;

class OracleCuratorTest {
  private static final byte[] RECORD = {1, 2, 3};

  @Test
  void decidesTheSameInEveryRun() {
    // From an independent script: first 8 bytes, big-endian, of
    // SHA-256("datanet/oracle-curator/v1" ‖ 42 as 8 bytes ‖ 3 as 4 bytes ‖ "ada" ‖ 01 02 03),
    // modulo 10^6.
    int drawnPpm = 155_232;

    assertThat(new OracleCurator(42, drawnPpm).correct("ada", RECORD)).isFalse();
    assertThat(new OracleCurator(42, drawnPpm + 1).correct("ada", RECORD)).isTrue();
  }

  @Test
  void isRightAboutAsOftenAsItsAccuracySays() {
    OracleCurator oracle = new OracleCurator(1, 750_000);

    assertThat(rightOf10_000(oracle, "ada")).isBetween(7_350L, 7_650L);
    assertThat(rightOf10_000(oracle, "bob")).isBetween(7_350L, 7_650L);
  }

  @Test
  void lapsesOnOtherRecordsThanAnotherCurator() {
    OracleCurator oracle = new OracleCurator(1, 750_000);

    long bothRight =
        IntStream.range(0, 10_000)
            .filter(i -> oracle.correct("ada", id(i)) && oracle.correct("bob", id(i)))
            .count();

    assertThat(bothRight).isBetween(5_425L, 5_825L); // 0.75² of 10,000, four deviations
  }

  @Test
  void neverOrAlwaysErrsAtTheEndsOfTheScale() {
    assertThat(rightOf10_000(new OracleCurator(1, 1_000_000), "ada")).isEqualTo(10_000);
    assertThat(rightOf10_000(new OracleCurator(1, 0), "ada")).isZero();
  }

  @Test
  void votesTheTruthWhenItSeesIt() {
    OracleCurator sharp = new OracleCurator(1, 1_000_000);

    assertThat(sharp.vote("ada", RECORD, Truth.GOOD)).isEqualTo(Vote.APPROVE);
    assertThat(sharp.vote("ada", RECORD, Truth.SWAPPED_GLOSS)).isEqualTo(Vote.LOW_QUALITY);
    assertThat(sharp.vote("ada", RECORD, Truth.WRONG_LABEL)).isEqualTo(Vote.WRONG_LABEL);
    assertThat(sharp.vote("ada", RECORD, Truth.COPY)).isEqualTo(Vote.DUPLICATE);
    assertThat(sharp.vote("ada", RECORD, Truth.NEAR_COPY)).isEqualTo(Vote.DUPLICATE);
  }

  @Test
  void refusesGoodAndApprovesJunkWhenItErrs() {
    OracleCurator blind = new OracleCurator(1, 0);

    assertThat(blind.vote("ada", RECORD, Truth.GOOD)).isEqualTo(Vote.LOW_QUALITY);
    assertThat(blind.vote("ada", RECORD, Truth.WRONG_LABEL)).isEqualTo(Vote.APPROVE);
  }

  @Test
  void refusesAnAccuracyOutOfRange() {
    assertThatThrownBy(() -> new OracleCurator(1, 1_000_001)).hasMessageContaining("accuracyPpm");
    assertThatThrownBy(() -> new OracleCurator(1, -1)).hasMessageContaining("accuracyPpm");
  }

  private static long rightOf10_000(OracleCurator oracle, String curator) {
    return IntStream.range(0, 10_000).filter(i -> oracle.correct(curator, id(i))).count();
  }

  private static byte[] id(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }
}
