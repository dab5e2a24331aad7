package org.datanet.node.storage;

import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.DecidedEpoch;

/**
 * All that one epoch writes.
 *
 * @param operations the decoded operations of {@code decided}, in its order
 * @param changes the write set, as {@link LedgerChanges#changes()} gives it
 * @param digest of the state after the epoch; the store keeps a copy
 */
public record EpochCommit(
    DecidedEpoch decided,
    List<SignedOperation> operations,
    List<LedgerChanges.Change> changes,
    BucketDigest digest,
    AttributionTable attribution,
    RewardTable reward) {

  public EpochCommit {
    operations = List.copyOf(operations);
    changes = List.copyOf(changes);
    if (decided.getOperationsCount() != operations.size()) {
      throw new IllegalArgumentException(
          decided.getOperationsCount() + " envelopes, " + operations.size() + " operations");
    }
    if (decided.getCertificate().getBatchId().size() != Bytes32.SIZE) {
      throw new IllegalArgumentException("the certificate names no batch");
    }
    if (decided.getCertificate().getEpoch() != decided.getBatch().getEpoch()) {
      throw new IllegalArgumentException("the certificate is of another epoch than the batch");
    }
  }

  public long epoch() {
    return decided.getBatch().getEpoch();
  }

  Bytes32 batchId() {
    return Bytes32.wrap(decided.getCertificate().getBatchId().toByteArray());
  }
}
