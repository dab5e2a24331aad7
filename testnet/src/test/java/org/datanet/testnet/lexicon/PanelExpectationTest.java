package org.datanet.testnet.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import org.datanet.protocol.curation.Vote;
import org.junit.jupiter.api.Test;

class PanelExpectationTest {
  @Test
  void addsUpTheBinomialTailOfFiveOfSeven() {
    // 21·0.9⁵·0.1² + 7·0.9⁶·0.1 + 0.9⁷, and the same with 0.1 and 0.9 exchanged
    PanelExpectation expected = PanelExpectation.of(7, 5, 900_000, 750, 250);

    assertThat(expected.recall()).isCloseTo(0.9743085, within(1e-12));
    assertThat(expected.junkAccepted()).isCloseTo(0.0001765, within(1e-12));
    assertThat(expected.precision())
        .isCloseTo(0.75 * 0.9743085 / (0.75 * 0.9743085 + 0.25 * 0.0001765), within(1e-12));
  }

  @Test
  void acceptsAllGoodAndNoJunkWhenCuratorsNeverErr() {
    assertThat(PanelExpectation.of(3, 3, 1_000_000, 10, 10))
        .isEqualTo(new PanelExpectation(1, 0, 1));
  }

  @Test
  void cannotTellGoodFromJunkWhenCuratorsTossACoin() {
    PanelExpectation expected = PanelExpectation.of(7, 5, 500_000, 30, 10);

    assertThat(expected.recall()).isEqualTo(expected.junkAccepted()).isEqualTo(29.0 / 128);
    assertThat(expected.precision()).isEqualTo(0.75);
  }

  @Test
  void isMetByOracleCuratorsOnManyRecords() {
    OracleCurator oracle = new OracleCurator(3, 750_000);
    int records = 10_000;

    int accepted = 0;
    for (int record = 0; record < records; record++) {
      byte[] id = {(byte) (record >> 8), (byte) record};
      int approvals = 0;
      for (int seat = 0; seat < 7; seat++) {
        approvals += oracle.vote("curator-" + seat, id, Truth.GOOD) == Vote.APPROVE ? 1 : 0;
      }
      accepted += approvals >= 5 ? 1 : 0;
    }

    double recall = PanelExpectation.of(7, 5, 750_000, 1, 1).recall();
    assertThat(accepted / (double) records).isCloseTo(recall, within(0.02)); // four deviations
  }

  @Test
  void countsOnlyWhatReachesAPanel() {
    LexiconEntry entry = new LexiconEntry("a", LexiconCategory.NOUN, "noun.act", "b", List.of());
    var nowhere = OptionalInt.empty();
    LexiconSample sample =
        new LexiconSample(
            List.of(
                new SampleRecord(entry, Truth.GOOD, nowhere),
                new SampleRecord(entry, Truth.COPY, OptionalInt.of(0)),
                new SampleRecord(entry, Truth.WRONG_LABEL, nowhere)));

    assertThat(sample.expected(7, 5, 900_000)).isEqualTo(PanelExpectation.of(7, 5, 900_000, 1, 1));
  }

  @Test
  void refusesAQuorumLargerThanThePanel() {
    assertThatThrownBy(() -> PanelExpectation.of(7, 8, 900_000, 1, 1))
        .hasMessageContaining("quorum 8 of 7");
  }
}
