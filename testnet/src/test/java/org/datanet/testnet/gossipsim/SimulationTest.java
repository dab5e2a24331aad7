package org.datanet.testnet.gossipsim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.datanet.testnet.gossipsim.Simulation.Plan;
import org.junit.jupiter.api.Test;

/** The run of {@code datanet bench gossip-sim}, short. */
class SimulationTest {

  private static final Plan HUNDRED = Plan.of(100, 40);

  /** What is provably wrong; the others are only useless, or may be bad luck. */
  private static final Set<Abuse> BREACHES =
      EnumSet.of(
          Abuse.IHAVE_SPAM,
          Abuse.GRAFT_SPAM,
          Abuse.PRUNE_STORM,
          Abuse.INVALID_MESSAGES,
          Abuse.FORGERIES);

  @Test
  void everyMessageReachesEveryPeerInAFewHops() {
    SimReport report = Simulation.run(HUNDRED);

    assertThat(report.deliveries()).isEqualTo(40 * 99);
    assertThat(report.missed()).isZero();
    assertThat(report.hops().p50()).isBetween(1.0, 4.0);
    assertThat(report.hops().max()).isBetween(2.0, 10.0);
    assertThat(report.latencyMs().p50()).isBetween(20.0, 200.0);
    assertThat(report.honestDropped()).isZero();
  }

  @Test
  void everyMessageReachesEveryPeerThoughATenthIsLost() {
    SimReport report = Simulation.run(HUNDRED.withLoss(100_000));

    assertThat(report.missed()).isZero();
    assertThat(report.honestDropped()).isZero();
  }

  @Test
  void everyMessageReachesEveryHonestPeerAmongAFifthOfHostileOnes() {
    SimReport report = Simulation.run(HUNDRED.withHostile(200_000).withLoss(20_000));

    assertThat(report.missed()).isZero();
    assertThat(report.honestDropped()).isZero();
  }

  @Test
  void peersThatBreakTheRulesAreScoredOutOfEveryMesh() {
    SimReport report = Simulation.run(HUNDRED.withHostile(200_000));

    assertThat(report.abusers()).extracting(SimReport.Abusers::peers).containsOnly(2);
    assertThat(report.abusers())
        .filteredOn(abusers -> BREACHES.contains(abusers.abuse()))
        .hasSameSizeAs(BREACHES)
        .allSatisfy(
            abusers -> {
              assertThat(abusers.dropped()).isGreaterThan(2);
              assertThat(abusers.meshPlaces()).isZero();
            });
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    Plan small = Plan.of(40, 10).withHostile(200_000).withLoss(50_000);

    assertThat(Simulation.run(small.withSeed(3))).isEqualTo(Simulation.run(small.withSeed(3)));
    assertThat(Simulation.run(small.withSeed(3))).isNotEqualTo(Simulation.run(small.withSeed(4)));
  }
}
