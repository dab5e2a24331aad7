package org.datanet.node.audit;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/** What came of an audit. */
public sealed interface AuditReport {

  /**
   * Everything in the store follows from genesis.
   *
   * @param stateDigest after the last epoch
   */
  record Verified(long epochs, long operations, Bytes32 stateDigest) implements AuditReport {}

  /**
   * The first thing that does not.
   *
   * @param epoch in which it was found; 0 for genesis
   * @param expected by recomputation, for people
   * @param got from the store, for people
   */
  record Failed(
      long epoch, What what, String expected, String got, Optional<RowDifference> firstDifference)
      implements AuditReport {}

  /** The first row of a table, or entry of the ledger, that differs; an absent side is empty. */
  record RowDifference(String place, String expected, String got) {}

  /** What was checked when the audit failed. Names are stable. */
  enum What {
    GENESIS,
    EPOCH_MISSING,
    BATCH,
    CERTIFICATE,
    PREVIOUS_CERTIFICATE,
    OPERATIONS,
    EXECUTION,
    ATTRIBUTION_TABLE,
    REWARD_TABLE,
    STATE_DIGEST,
    NEXT_VALIDATORS,
    LEDGER
  }
}
