package org.datanet.protocol.admission;

import static org.datanet.protocol.admission.OperationRules.refused;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Commitments;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.BondBasisEntry;
import org.datanet.protocol.wire.ClaimEntry;
import org.datanet.protocol.wire.CommitmentEntry;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.Manifest;

/** Committing to a contribution and opening it. ECONOMICS §3 and §4. */
final class ContributionRules {

  private ContributionRules() {}

  static Optional<Refusal> commit(
      Bytes32 networkId,
      Ledger ledger,
      DatanetEntry datanet,
      AccountId author,
      Operation.CommitContribution operation) {
    Bytes32 record = Commitments.recordId(networkId, operation.datanet(), operation.commitment());
    // The id of a record follows from its commitment, so one that was opened serves nobody again.
    // One that lapsed may be made anew. Who repeats another's takes nothing from it.
    if (ledger.get(Keys.commitment(operation.datanet(), author, operation.commitment())).isPresent()
        || ledger.get(Keys.record(operation.datanet(), record)).isPresent()) {
      return refused(Reason.COMMITMENT_EXISTS, "commit anew with another salt");
    }
    BondBasisEntry basis =
        ledger
            .get(Keys.bondBasis(operation.datanet()))
            .orElseGet(BondBasisEntry::getDefaultInstance);
    long requiredMicros = RecordBond.requiredMicros(datanet, basis);
    if (operation.bondMicros() < requiredMicros) {
      return refused(
          Reason.BOND_TOO_SMALL,
          "offers "
              + Micros.text(operation.bondMicros())
              + ", needs "
              + Micros.text(requiredMicros));
    }
    return Optional.empty();
  }

  static Optional<Refusal> open(
      Bytes32 networkId,
      Ledger ledger,
      long epoch,
      DatanetEntry datanet,
      AccountId author,
      Operation.Contribute operation) {
    return policyRefusal(datanet.getManifest(), operation)
        .or(() -> parentRefusal(ledger, operation))
        .or(() -> commitmentRefusal(networkId, ledger, epoch, datanet, author, operation));
  }

  private static Optional<Refusal> policyRefusal(
      Manifest manifest, Operation.Contribute operation) {
    if (!manifest.getLicencesList().contains(operation.licence())) {
      return refused(
          Reason.LICENCE_REFUSED,
          operation.licence() + "; it takes " + String.join(", ", manifest.getLicencesList()));
    }
    if (!manifest.getCategoriesList().contains(operation.category())) {
      return refused(Reason.UNKNOWN_CATEGORY, operation.category());
    }
    if (!manifest.getMediaType().equals(operation.mediaType())) {
      return refused(
          Reason.MEDIA_TYPE_REFUSED,
          operation.mediaType() + "; it takes " + manifest.getMediaType());
    }
    return Optional.empty();
  }

  private static Optional<Refusal> parentRefusal(Ledger ledger, Operation.Contribute operation) {
    return operation.provenance().parents().stream()
        .filter(parent -> ledger.get(Keys.record(operation.datanet(), parent)).isEmpty())
        .findFirst()
        .map(parent -> new Refusal(Reason.UNKNOWN_PARENT, parent.toUnprefixedHexString()));
  }

  private static Optional<Refusal> commitmentRefusal(
      Bytes32 networkId,
      Ledger ledger,
      long epoch,
      DatanetEntry datanet,
      AccountId author,
      Operation.Contribute operation) {
    Bytes32 commitment =
        Commitments.contribution(
            networkId, operation.datanet(), operation.cid(), operation.salt(), author);
    Optional<CommitmentEntry> entry =
        ledger.get(Keys.commitment(operation.datanet(), author, commitment));
    if (entry.isEmpty()) {
      return refused(
          Reason.UNKNOWN_COMMITMENT,
          "commit first, and open in one of the epochs that follow the commitment's");
    }
    long committed = entry.get().getEpoch();
    long last = committed + datanet.getManifest().getParameters().getOpenEpochs();
    if (epoch <= committed) {
      return refused(Reason.OPENING_TOO_EARLY, "opens from epoch " + (committed + 1));
    }
    if (epoch > last) {
      return refused(Reason.OPENING_TOO_LATE, "it had to be opened by epoch " + last);
    }
    return claimRefusal(ledger, epoch, committed, operation);
  }

  /**
   * Claims of this epoch's own openings do not refuse: whose commitment is earlier is settled when
   * both are there, so that coming first in the batch buys nothing.
   */
  private static Optional<Refusal> claimRefusal(
      Ledger ledger, long epoch, long committedEpoch, Operation.Contribute operation) {
    Optional<ClaimEntry> claim =
        ledger
            .get(Keys.claim(operation.datanet(), operation.cid().digest()))
            .filter(c -> c.getCommitEpoch() <= committedEpoch)
            .filter(c -> sealedBefore(ledger, epoch, operation.datanet(), c.getRecord()));
    return claim.map(
        c ->
            new Refusal(
                Reason.RECORD_EXISTS,
                "record "
                    + WireBytes.hash(c.getRecord()).toUnprefixedHexString()
                    + ", committed in epoch "
                    + c.getCommitEpoch()));
  }

  private static boolean sealedBefore(
      Ledger ledger, long epoch, Bytes32 datanet, ByteString record) {
    return ledger
        .get(Keys.record(datanet, WireBytes.hash(record)))
        .filter(r -> r.getSealedEpoch() < epoch)
        .isPresent();
  }
}
