package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.datanet.protocol.epoch.Onions;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.replica.ClusterFaults.Misbehaviour;
import org.datanet.protocol.replica.SimulatedCluster.Beacons;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replicas agree, whatever happens to them and between them. One seed again: {@code -Dtest=
 * ClusterSimulationTest -Ddatanet.simulationSeed=17}; many: {@code -Ddatanet.simulationSeeds=1000}.
 */
class ClusterSimulationTest {

  private static final long SEEDS_IN_THE_BUILD = 10;

  /**
   * Few, for one value that a single validator is locked on may cost a whole turn of proposers, in
   * rounds that the trouble has made long: only who was there when it was prevoted proposes it
   * again (arXiv 1807.04938, line 36).
   */
  private static final long EPOCHS_IN_THE_CALM_MIN = 3;

  static LongStream seeds() {
    String one = System.getProperty("datanet.simulationSeed", "");
    return one.isEmpty()
        ? LongStream.rangeClosed(1, Long.getLong("datanet.simulationSeeds", SEEDS_IN_THE_BUILD))
        : LongStream.of(Long.parseLong(one));
  }

  /** Runs to the end and asks what may be asked only then. */
  private static SimulatedCluster run(SimulatedCluster cluster, String name) {
    try {
      cluster.run();
      cluster.checks().assertNothingIsLost(cluster.nodes());
      long least =
          cluster.honest().stream().mapToLong(node -> node.disk().lastEpoch()).min().orElseThrow();
      assertThat(cluster.checks().decidedEpochs() - least)
          .as("epochs that the last node is behind after the calm")
          .isLessThanOrEqualTo(2);
      assertThat(cluster.checks().decidedEpochs() - cluster.decidedBeforeTheCalm())
          .as("epochs that were decided in the calm")
          .isGreaterThanOrEqualTo(EPOCHS_IN_THE_CALM_MIN);
      return cluster;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "%s, %s\n%s\n%s"
              .formatted(
                  name,
                  cluster.faults(),
                  String.join("\n", cluster.trace().last()),
                  e.getMessage()),
          e);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void replicasAgreeAndGoOnWhenTheNetworkCalmsDown(long seed) {
    int validators = seed % 5 == 0 ? 7 : 4;

    SimulatedCluster cluster = run(new SimulatedCluster(seed, validators), "seed " + seed);

    assertThat(cluster.checks().appliedOperations()).isPositive();
  }

  @Test
  void theSameSeedGivesTheSameInputsAndEffects() {
    SimulatedCluster first = run(new SimulatedCluster(3, 4), "seed 3");
    SimulatedCluster second = run(new SimulatedCluster(3, 4), "seed 3");
    SimulatedCluster other = run(new SimulatedCluster(4, 4), "seed 4");

    assertThat(second.trace().lines()).isEqualTo(first.trace().lines());
    assertThat(second.trace().hash()).isEqualTo(first.trace().hash());
    assertThat(other.trace().hash()).isNotEqualTo(first.trace().hash());
  }

  @Test
  void aValidatorThatTampersStopsItselfAndNamesTheRow() {
    ClusterFaults faults = new ClusterFaults(0, 0, 50, 0, 0, Misbehaviour.TAMPERS, 2);

    SimulatedCluster cluster = run(SimulatedCluster.with(faults, 1, 4), "tampering");

    assertThat(cluster.checks().halts()).isNotEmpty();
    assertThat(cluster.checks().differences().getFirst().table()).isEqualTo("reward");
    assertThat(cluster.checks().decidedEpochs()).isGreaterThan(20);
  }

  @Test
  void aValidatorThatVotesTwiceIsFoundOut() {
    ClusterFaults faults = new ClusterFaults(0, 0, 50, 0, 0, Misbehaviour.EQUIVOCATES, 1);

    SimulatedCluster cluster = run(SimulatedCluster.with(faults, 1, 4), "equivocating");

    assertThat(cluster.checks().evidence()).isPositive();
    assertThat(cluster.checks().decidedEpochs()).isGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void validatorsThatRenewTheirOnionsOutlastThem(int validators) {
    Beacons renewed = new Beacons(12, 0, false);

    SimulatedCluster cluster =
        run(SimulatedCluster.with(ClusterFaults.NONE, 1, validators, renewed), "short onions");

    List<Long> blind = epochsWithoutLayer(cluster);
    assertThat(cluster.checks().decidedEpochs()).isGreaterThan(36);
    assertThat(blind).isEmpty();
  }

  @Test
  void renewalsAreNotLostToCrashesAndPartitions() {
    Beacons renewed = new Beacons(12, 0, true);

    SimulatedCluster cluster =
        run(
            SimulatedCluster.with(
                new ClusterFaults(10, 5, 200, 3_000, 2, Misbehaviour.NONE, -1), 5, 4, renewed),
            "short onions and faults");

    assertThat(cluster.checks().decidedEpochs()).isGreaterThan(24);
  }

  @Test
  void networkWhoseOnionsAllEndedGoesOnUntilTheyAreRenewed() {
    Beacons late = new Beacons(12, 12_000, false);

    SimulatedCluster cluster =
        run(SimulatedCluster.with(ClusterFaults.NONE, 1, 4, late), "renewed late");

    List<Long> blind = epochsWithoutLayer(cluster);
    assertThat(blind).isNotEmpty();
    assertThat(blind.getFirst()).isEqualTo(13);
    assertThat(blind.getLast()).isLessThan(cluster.checks().decidedEpochs() - 10);
  }

  private static List<Long> epochsWithoutLayer(SimulatedCluster cluster) {
    return cluster.nodes().getFirst().disk().epochs(1, Integer.MAX_VALUE).stream()
        .map(DecidedEpoch::getBatch)
        .filter(batch -> WireBytes.hash(batch.getBeaconLayer()).equals(Onions.NO_LAYER))
        .map(EpochBatch::getEpoch)
        .toList();
  }

  @Test
  void aValidatorThatProposesForFarRoundsHoldsNobodyUp() {
    ClusterFaults faults = new ClusterFaults(0, 0, 50, 0, 0, Misbehaviour.FLOODS, 1);

    SimulatedCluster cluster = run(SimulatedCluster.with(faults, 1, 4), "flooding");

    assertThat(cluster.checks().decidedEpochs()).isGreaterThan(20);
  }

  @Test
  void aValidatorThatForgesEpochsSilencesNobodyWhoCatchesUp() {
    ClusterFaults faults = new ClusterFaults(10, 0, 50, 4_000, 2, Misbehaviour.FORGES, 1);

    SimulatedCluster cluster = run(SimulatedCluster.with(faults, 1, 4), "forging");

    assertThat(cluster.checks().decidedEpochs()).isGreaterThan(20);
  }

  @Test
  void withoutFaultsEveryOperationIsAppliedOrRefusedWithAReason() {
    SimulatedCluster cluster = run(SimulatedCluster.with(ClusterFaults.NONE, 1, 4), "no faults");

    ClusterChecks checks = cluster.checks();
    assertThat(checks.appliedOperations() + checks.droppedOperations())
        .isEqualTo(checks.acceptedOperations());
    assertThat(checks.acceptedOperations()).isGreaterThan(60);
    assertThat(checks.droppedOperations()).isLessThan(5);
  }
}
