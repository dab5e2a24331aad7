package org.datanet.testnet.gossipbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The run of {@code datanet bench gossip}, short: real processes. */
class GossipRunTest {

  private static final GossipPlan SHORT = new GossipPlan(3, 64, 500, 50, 500, 50);

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "quic"})
  void everyMessageReachesEveryProcessOnce(String transport) throws IOException {
    GossipReport report;
    try (GossipRun run = GossipRun.ofOurs(SHORT, transport)) {
      report = run.measure();
    }

    assertThat(report.lost()).isZero();
    assertThat(report.doubled()).isZero();
    assertThat(report.perSecond()).isPositive();
    assertThat(report.p50Ms()).isPositive().isLessThanOrEqualTo(report.p99Ms());
  }

  @Test
  void refusesAPlanThatCannotBeRun() {
    assertThatThrownBy(() -> GossipPlan.of(1, 64, 1, true)).hasMessage("2 to 16 nodes, not 1");
    assertThatThrownBy(() -> GossipPlan.of(2, 15, 1, true))
        .hasMessage("messages of 16 bytes to 1 MiB, not 15");
    assertThatThrownBy(() -> GossipPlan.of(2, 64, 0, true))
        .hasMessage("there must be messages to measure");
  }
}
