package org.datanet.testnet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerifyBenchTest {

  @Test
  void aQuickRunGivesARatioAgainstTheRawRateAndItsGoal() throws Exception {
    BenchRow last = VerifyBench.run(true, new Steps()).getLast();

    assertThat(last.what()).isEqualTo("verified, admitted, stored / raw");
    assertThat(last.unit()).isEqualTo("ratio");
    assertThat(last.goal()).contains("≥ 0.70");
    assertThat(last.value()).isPositive();
  }
}
