package org.datanet.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.ValidatorEntry;
import org.junit.jupiter.api.Test;

/** docs/protocol.md §9, "The beacon". */
class RenewalPlanTest {

  private static BeaconCommitment onion(long firstEpoch, int layers) {
    return BeaconCommitment.newBuilder().setFirstEpoch(firstEpoch).setLayers(layers).build();
  }

  private static ValidatorEntry with(BeaconCommitment current) {
    return ValidatorEntry.newBuilder().setBeacon(current).build();
  }

  @Test
  void onionIsRenewedWhenATenthIsLeftButNoLaterThanAThousandEpochsBefore() {
    assertThat(RenewalPlan.of(with(onion(1, 20_000)), 18_000)).isEmpty();
    assertThat(RenewalPlan.of(with(onion(1, 20_000)), 18_001)).isPresent();
    assertThat(RenewalPlan.of(with(onion(1, 5_000)), 4_000)).isEmpty();
    assertThat(RenewalPlan.of(with(onion(1, 5_000)), 4_001)).isPresent();
    assertThat(RenewalPlan.of(with(onion(1, 12)), 6)).isEmpty();
    assertThat(RenewalPlan.of(with(onion(1, 12)), 7)).isPresent();
  }

  @Test
  void nextOnionBeginsWhereTheCurrentOneEndsIfTheLedgerAllowsIt() {
    assertThat(RenewalPlan.of(with(onion(1, 12)), 7)).contains(new RenewalPlan(13, 12));
    assertThat(RenewalPlan.of(with(onion(1, 20_000)), 18_001))
        .contains(new RenewalPlan(18_035, 20_000));
    assertThat(RenewalPlan.of(with(onion(1, 12)), 50)).contains(new RenewalPlan(56, 12));
    assertThat(new RenewalPlan(56, 12).expiresEpoch()).isEqualTo(54);
  }

  @Test
  void renewalThatIsInTheLedgerIsNotRepeated() {
    ValidatorEntry renewed = with(onion(1, 12)).toBuilder().setNextBeacon(onion(13, 12)).build();

    assertThat(RenewalPlan.of(renewed, 12)).isEmpty();
    assertThat(RenewalPlan.end(renewed)).isEqualTo(25);
  }
}
