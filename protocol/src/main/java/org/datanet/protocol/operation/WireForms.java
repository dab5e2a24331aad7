package org.datanet.protocol.operation;

import java.util.Optional;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.Provenance;

/** Parts of operations that the ledger keeps as messages, in our form and the wire's. */
public final class WireForms {

  private WireForms() {}

  public static Provenance toWire(Operation.Provenance provenance) {
    return ContributionFields.writeProvenance(provenance);
  }

  /**
   * @throws IllegalArgumentException for a message that no rule let into the ledger
   */
  public static Operation.Provenance fromWire(Provenance wire) {
    return ContributionFields.readProvenance(wire);
  }

  public static BeaconCommitment toWire(Operation.BeaconCommitment beacon) {
    return StakeFields.write(beacon);
  }

  /**
   * @throws IllegalArgumentException for a message that no rule let into the ledger
   */
  public static Operation.BeaconCommitment fromWire(BeaconCommitment wire) {
    return StakeFields.read(wire);
  }

  /** Bounds of a hash onion that need no ledger: {@code BEACON_COMMITMENT_INVALID}. */
  public static Optional<Refusal> check(BeaconCommitment wire) {
    return StakeFields.check(wire);
  }
}
