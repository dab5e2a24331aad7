package org.datanet.protocol.epoch;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.NetworkEntry;
import org.datanet.protocol.wire.ValidatorEntry;
import org.datanet.protocol.wire.ValidatorSetEntry;
import org.datanet.protocol.wire.ValidatorWeight;

/** What a batch must meet as a whole before any operation is looked at. docs/protocol.md §5.1. */
final class BatchRules {

  private BatchRules() {}

  /** Why the batch cannot be that of this epoch; empty when it can. */
  static Optional<Refusal> check(Ledger ledger, EpochInputs inputs) {
    long last = ledger.get(Keys.network()).map(NetworkEntry::getEpoch).orElse(-1L);
    if (last < 0 || inputs.epoch() != last + 1) {
      return refuse(Reason.BATCH_WRONG_EPOCH, "epoch " + inputs.epoch() + " after " + last);
    }
    if (!withinBounds(inputs.operations())) {
      return refuse(Reason.BATCH_MALFORMED, "more operations or bytes than an epoch holds");
    }
    if (!paidSignersVoted(ledger, inputs)) {
      return refuse(Reason.BATCH_CERTIFICATE_INVALID, "a signer had no vote in the last epoch");
    }
    if (!layerBelongs(ledger, inputs)) {
      return refuse(Reason.BATCH_BEACON_INVALID, inputs.beaconLayer().toHexString());
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(Reason reason, String detail) {
    return Optional.of(new Refusal(reason, detail));
  }

  static boolean withinBounds(List<Item> items) {
    long envelopeBytes = 0;
    long contentBytes = 0;
    for (Item item : items) {
      envelopeBytes += item.operation().envelope().size();
      contentBytes += contentBytes(item);
    }
    return items.size() <= EpochLimits.OPERATIONS_MAX
        && envelopeBytes <= EpochLimits.ENVELOPE_BYTES_MAX
        && contentBytes <= EpochLimits.CONTENT_BYTES_MAX;
  }

  /** Bytes of new content that an operation brings; 0 unless it opens a contribution. */
  static long contentBytes(Item item) {
    return item.operation().operation() instanceof Operation.Contribute opening
        ? opening.sizeBytes()
        : 0;
  }

  /** Signers stand in account order, once, and were validators of the epoch that they certified. */
  private static boolean paidSignersVoted(Ledger ledger, EpochInputs inputs) {
    if (inputs.paidSigners().isEmpty()) {
      return true;
    }
    TreeMap<AccountId, Long> stakes = stakes(ledger, inputs.epoch() - 1);
    Optional<AccountId> previous = Optional.empty();
    for (AccountId signer : inputs.paidSigners()) {
      if (!stakes.containsKey(signer)
          || previous.filter(p -> p.compareTo(signer) >= 0).isPresent()) {
        return false;
      }
      previous = Optional.of(signer);
    }
    return true;
  }

  /**
   * Voting weights in µ of the validators that decide {@code epoch}; empty where none are known.
   */
  static TreeMap<AccountId, Long> stakes(Ledger ledger, long epoch) {
    TreeMap<AccountId, Long> stakes = new TreeMap<>();
    for (ValidatorWeight validator :
        ledger
            .get(Keys.validatorSet(epoch))
            .map(ValidatorSetEntry::getValidatorsList)
            .orElseGet(List::of)) {
      stakes.put(WireBytes.account(validator.getAccount()), validator.getWeightMicros());
    }
    return stakes;
  }

  /** At most 100,000 hashes, and only as many as epochs since the proposer's last layer. */
  private static boolean layerBelongs(Ledger ledger, EpochInputs inputs) {
    Optional<ValidatorEntry> proposer = ledger.get(Keys.validator(inputs.proposer()));
    return proposer.isPresent()
        && stakes(ledger, inputs.epoch()).containsKey(inputs.proposer())
        && layerBelongs(proposer.get(), inputs.beaconLayer(), inputs.epoch());
  }

  private static boolean layerBelongs(ValidatorEntry proposer, Bytes32 layer, long epoch) {
    BeaconCommitment onion = proposer.getBeacon();
    if (!Onions.covers(onion, epoch)) {
      return layer.equals(Onions.NO_LAYER);
    }
    if (!proposer.getLastLayer().isEmpty()) {
      return HashOnion.follows(
          layer, epoch, WireBytes.hash(proposer.getLastLayer()), proposer.getLastLayerEpoch());
    }
    return HashOnion.belongs(
        layer, epoch, WireBytes.hash(onion.getTip()), onion.getFirstEpoch(), onion.getLayers());
  }
}
