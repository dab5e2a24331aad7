package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.datanet.testnet.gossipbench.GossipPlan;
import org.datanet.testnet.gossipbench.GossipReport;
import org.datanet.testnet.gossipbench.GossipRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code datanet bench gossip --against js} compares with. */
class GossipBenchIT {

  @ParameterizedTest
  @EnumSource
  void jsPeersAreMeasuredAsOursAre(Wire wire) throws IOException {
    GossipReport report;
    try (GossipRun run =
        GossipRun.ofJs(new GossipPlan(3, 64, 200, 50, 1_000, 100), wire.transport())) {
      report = run.measure();
    }

    assertThat(report.lost()).isZero();
    assertThat(report.doubled()).isZero();
    assertThat(report.perSecond()).isPositive();
    assertThat(report.p50Ms()).isPositive().isLessThanOrEqualTo(report.p99Ms());
  }
}
