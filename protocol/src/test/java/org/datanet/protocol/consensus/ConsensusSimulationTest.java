package org.datanet.protocol.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole epochs under a seeded scheduler that reorders, repeats and loses messages, fires timers
 * early, crashes a validator and lets another one equivocate. Agreement and validity are checked
 * after every event by {@link SimulatedEpoch}.
 */
class ConsensusSimulationTest {

  private static final int SEEDS = 25;

  @ParameterizedTest(name = "weights of {0}, of whom {1} equivocate")
  @CsvSource({"1 1 1 1, 1", "1 1 1 1 1 1 1, 2", "5 3 3 4 2 2 1, 2"})
  void agreesAndTerminatesAndRepeatsItselfForEverySeed(String weights, int equivocators) {
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedEpoch first = new SimulatedEpoch(seed, weights, equivocators);
      first.run();

      assertThat(first.decidedByAllHonest()).as("seed %d decides", seed).isTrue();

      SimulatedEpoch second = new SimulatedEpoch(seed, weights, equivocators);
      second.run();
      assertThat(second.trace()).as("seed %d repeats itself", seed).isEqualTo(first.trace());
    }
  }

  @ParameterizedTest(name = "weights of {0}, of whom {1} equivocate")
  @CsvSource({"1 1 1 1, 1", "1 1 1 1 1 1 1, 2"})
  void reachesTheInterestingStates(String weights, int equivocators) {
    int crashes = 0;
    int evidence = 0;
    int laterRounds = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedEpoch epoch = new SimulatedEpoch(seed, weights, equivocators);
      epoch.run();
      crashes += epoch.crashes();
      evidence += epoch.evidence();
      laterRounds += epoch.decidedRound() > 0 ? 1 : 0;
    }

    assertThat(crashes).isGreaterThan(SEEDS);
    assertThat(evidence).isGreaterThan(SEEDS);
    assertThat(laterRounds).isGreaterThan(SEEDS / 4);
  }
}
