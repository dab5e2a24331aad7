package org.datanet.testnet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionBenchTest {

  @Test
  void aQuickRunExecutesEpochsOfSingleAndMixedOperationsAndAChain() throws Exception {
    Steps steps = new Steps();

    List<BenchRow> rows = TransitionBench.run(true, 0, steps);

    assertThat(rows).allMatch(row -> row.value() > 0);
    assertThat(rows)
        .extracting(BenchRow::what)
        .contains(
            "epoch of 200 transfers, rules",
            "epoch of 400 mixed, with digest",
            "chain of 800 mixed operations, last epochs");
    assertThat(steps.tasks).containsExactly("Epochs of 200", "Epochs of 400", "Chain");
    assertThat(steps.done).isEqualTo(steps.steps);
  }
}
