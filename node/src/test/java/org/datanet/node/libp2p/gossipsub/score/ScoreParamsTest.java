package org.datanet.node.libp2p.gossipsub.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.datanet.node.libp2p.gossipsub.score.ScoreParams.Behaviour;
import org.datanet.node.libp2p.gossipsub.score.ScoreParams.Colocation;
import org.datanet.node.libp2p.gossipsub.score.ScoreParams.Thresholds;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.FirstDeliveries;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.Invalid;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.MeshDeliveries;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.MeshFailures;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.TimeInMesh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Constraints of v1.1 "Overview of New Parameters". */
class ScoreParamsTest {

  static List<ThrowingCallable> parametersThatBreakAConstraint() {
    return List.of(
        () -> new Thresholds(0, -1, -2, 0, 0),
        () -> new Thresholds(-2, -1, -3, 0, 0),
        () -> new Thresholds(-1, -2, -2, 0, 0),
        () -> new Thresholds(-1, -2, -3, -1, 0),
        () -> new Thresholds(-1, -2, -3, 0, -1),
        () -> new Colocation(1, 3, List.of()),
        () -> new Colocation(-1, 0, List.of()),
        () -> new Behaviour(1, 0, 0.5),
        () -> new Behaviour(-1, 0, 1),
        () -> new Behaviour(-1, -1, 0.5),
        () -> new TimeInMesh(-1, 1, 1),
        () -> new TimeInMesh(1, 0, 1),
        () -> new TimeInMesh(Double.NaN, 1, 1),
        () -> new FirstDeliveries(-1, 0.5, 1),
        () -> new FirstDeliveries(1, 0, 1),
        () -> new MeshDeliveries(1, 0.5, 1, 1, 0, 0),
        () -> new MeshDeliveries(-1, 0.5, 1, 2, 0, 0),
        () -> new MeshFailures(1, 0.5),
        () -> new Invalid(1, 0.5),
        () -> new Invalid(Double.NEGATIVE_INFINITY, 0.5),
        () -> Decay.halving(999, 1_000),
        () -> AddressBlock.parse("127.0.0.1"),
        () -> AddressBlock.parse("127.0.0.0/33"),
        () -> AddressBlock.parse("example.org/8"));
  }

  @ParameterizedTest
  @MethodSource("parametersThatBreakAConstraint")
  void refusesParametersThatBreakAConstraint(ThrowingCallable parameters) {
    assertThatThrownBy(parameters).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHalfLifeHalvesACounterInItsTime() {
    double factor = Decay.halving(60_000, 1_000);

    assertThat(Math.pow(factor, 60)).isEqualTo(0.5, within(1e-12));
  }
}
