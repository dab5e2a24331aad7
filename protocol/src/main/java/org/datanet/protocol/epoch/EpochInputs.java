package org.datanet.protocol.epoch;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.ContentFeatures;
import org.datanet.protocol.wire.NetworkParameters;

/**
 * All that an epoch's execution reads besides the ledger. docs/protocol.md §5.
 *
 * @param proposer of the round in which the batch originated
 * @param beaconLayer the proposer's onion layer of this epoch; {@link Onions#NO_LAYER} where its
 *     onion does not reach
 * @param paidSigners signers of the certificate of epoch − 1 that the batch carries, in account
 *     order; empty in epoch 1
 * @param operations in canonical order
 */
public record EpochInputs(
    Bytes32 networkId,
    NetworkParameters parameters,
    long epoch,
    AccountId proposer,
    Bytes32 beaconLayer,
    List<AccountId> paidSigners,
    List<Item> operations) {

  public EpochInputs {
    paidSigners = List.copyOf(paidSigners);
    operations = List.copyOf(operations);
  }

  /** An operation, with the features of its content where it opens a contribution. */
  public record Item(SignedOperation operation, Optional<ContentFeatures> features) {}
}
