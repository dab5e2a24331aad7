package org.datanet.protocol.epoch;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.Beacon;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.NetworkEntry;

/**
 * The one pure function that every node and the lab execute: from the ledger after e − 1 and the
 * agreed inputs of e to the ledger after e and its tables. docs/protocol.md §5.
 */
public final class EpochTransition {

  private EpochTransition() {}

  /**
   * Executes a batch. The ledger is only read.
   *
   * @return {@code Refused} for a batch that no correct proposer sends
   * @throws InvariantViolation for a bug of ours
   */
  public static EpochResult apply(Ledger ledger, EpochInputs inputs) {
    Optional<Refusal> wrong = BatchRules.check(ledger, inputs);
    if (wrong.isPresent()) {
      return new EpochResult.Refused(-1, wrong.get());
    }
    Bytes32 beacon = beacon(ledger, inputs);
    List<Item> operations = inputs.operations();
    Optional<EpochResult.Refused> misplaced =
        CanonicalOrder.firstBrokenNonce(ledger, operations)
            .or(() -> new CanonicalOrder(beacon).firstMisplaced(operations));
    if (misplaced.isPresent()) {
      return misplaced.get();
    }
    EpochContext context = open(ledger, inputs, beacon);
    OperationExecution execution = new OperationExecution(context);
    for (int i = 0; i < operations.size(); i++) {
      Optional<Refusal> refusal = execution.execute(operations.get(i));
      if (refusal.isPresent()) {
        return new EpochResult.Refused(i, refusal.get());
      }
    }
    return new EpochResult.Applied(EpochClose.run(context));
  }

  /** {@code B_e = H("beacon" ‖ B_{e−1} ‖ x_e)}. */
  static Bytes32 beacon(Ledger ledger, EpochInputs inputs) {
    NetworkEntry network =
        ledger
            .get(Keys.network())
            .orElseThrow(() -> new InvariantViolation("a ledger without its network"));
    return Beacon.next(WireBytes.hash(network.getBeacon()), inputs.beaconLayer());
  }

  static EpochContext open(Ledger ledger, EpochInputs inputs, Bytes32 beacon) {
    EpochContext context = new EpochContext(ledger, inputs, beacon);
    // Before any operation runs: a proposer that renews its onion in e still shows the old one's
    // layer.
    ValidatorRotation.recordLayer(context);
    return context;
  }
}
