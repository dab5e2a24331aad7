package org.datanet.protocol.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.datanet.protocol.identity.AccountId;
import org.junit.jupiter.api.Test;

class ProposerScheduleTest {

  @Test
  void equalsTakeTurnsInAccountOrder() {
    assertThat(proposers(Fixtures.FOUR, 0, 8)).isEqualTo("abcdabcd");
  }

  @Test
  void aPeriodGivesEachItsWeightInTurnsSpreadOut() {
    ValidatorSet set = Fixtures.validators("abc", 10, 3, 1);

    String period = proposers(set, 0, 14);

    assertThat(period.chars().filter(c -> c == 'a').count()).isEqualTo(10);
    assertThat(period.chars().filter(c -> c == 'b').count()).isEqualTo(3);
    assertThat(period.chars().filter(c -> c == 'c').count()).isEqualTo(1);
    assertThat(period).doesNotContain("bb").doesNotContain("aaaaa");
    assertThat(proposers(set, 14 * 1_000_000L, 14)).isEqualTo(period);
  }

  /**
   * By hand, priorities of a, b, c after each gain and who then pays 14: (10 3 1) a, (6 6 2) a by
   * the tie, (2 9 3) b, (12 -2 4) a, (8 1 5) a, (4 4 6) c.
   */
  @Test
  void followsTheAccumulatedPriorities() {
    assertThat(proposers(Fixtures.validators("abc", 10, 3, 1), 0, 6)).isEqualTo("aabaac");
  }

  @Test
  void aRoundIsTheNextEpochsTurn() {
    ProposerSchedule schedule = new ProposerSchedule(Fixtures.FOUR);

    assertThat(schedule.proposer(5, 3)).isEqualTo(schedule.proposer(8, 0));
    assertThat(schedule.proposer(Long.MAX_VALUE, ConsensusLimits.ROUND_MAX))
        .isEqualTo(Fixtures.account('d'));
  }

  @Test
  void weightsWithACommonDivisorHaveAShortPeriod() {
    ValidatorSet set = Fixtures.validators("ab", 3_000_000_000_000L, 1_000_000_000_000L);

    assertThat(new ProposerSchedule(set).period()).isEqualTo(4);
    assertThat(proposers(set, 0, 4)).isEqualTo("aaba");
  }

  @Test
  void hugeWeightsAreScaledToTheSlotsAndNobodyIsLeftOut() {
    ValidatorSet set =
        Fixtures.validators("abc", ValidatorSet.TOTAL_WEIGHT_MAX - 1_000_001, 1_000_000, 1);
    ProposerSchedule schedule = new ProposerSchedule(set);

    TreeMap<AccountId, Integer> turns = new TreeMap<>();
    for (int turn = 0; turn < schedule.period(); turn++) {
      turns.merge(schedule.proposer(turn, 0), 1, Integer::sum);
    }

    assertThat(schedule.period())
        .isBetween(
            ConsensusLimits.SCHEDULE_SLOTS_MAX - set.size(), ConsensusLimits.SCHEDULE_SLOTS_MAX);
    assertThat(turns)
        .containsEntry(Fixtures.account('b'), 1)
        .containsEntry(Fixtures.account('c'), 1);
  }

  @Test
  void scaledTurnsStayProportional() {
    ValidatorSet set = Fixtures.validators("abc", 500_000_003, 300_000_007, 200_000_033);
    ProposerSchedule schedule = new ProposerSchedule(set);

    long turnsOfA =
        IntStream.range(0, schedule.period())
            .filter(t -> schedule.proposer(t, 0).equals(Fixtures.account('a')))
            .count();

    assertThat(turnsOfA * 1_000 / schedule.period()).isBetween(499L, 500L);
  }

  private static String proposers(ValidatorSet set, long fromEpoch, int turns) {
    ProposerSchedule schedule = new ProposerSchedule(set);
    return IntStream.range(0, turns)
        .mapToObj(round -> String.valueOf(Fixtures.nameOf(schedule.proposer(fromEpoch, round))))
        .collect(Collectors.joining());
  }
}
