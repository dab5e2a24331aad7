package org.datanet.protocol.epoch;

import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.reward.RewardTable;

/** That no money came to be or vanished. Always on. ECONOMICS §1.4, docs/protocol.md §4. */
final class Conservation {

  private Conservation() {}

  /**
   * @throws InvariantViolation unless the money that entries hold fell by exactly what was burned
   */
  static void check(Iterable<LedgerChanges.Change> changes, long burnedMicros) {
    long heldDeltaMicros = 0;
    for (LedgerChanges.Change change : changes) {
      heldDeltaMicros = Math.addExact(heldDeltaMicros, change.heldDeltaMicros());
    }
    InvariantViolation.require(
        heldDeltaMicros == -burnedMicros,
        "money held changed by " + heldDeltaMicros + " µ, burned were " + burnedMicros + " µ");
  }

  /**
   * @throws InvariantViolation unless the rows sum to the fees paid
   */
  static void check(RewardTable rewards, long feesMicros) {
    InvariantViolation.require(
        rewards.totalMicros() == feesMicros,
        "rewards of " + rewards.totalMicros() + " µ for fees of " + feesMicros + " µ");
  }
}
