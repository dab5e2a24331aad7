package org.datanet.protocol.epoch;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.Domain;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.operation.Commitments;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.operation.WireForms;
import org.datanet.protocol.wire.ClaimEntry;
import org.datanet.protocol.wire.CommitmentEntry;
import org.datanet.protocol.wire.ContentFeatures;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RecordState;

/**
 * A contribution's commitment and opening, and who holds the claim to a content. Whoever committed
 * first holds it, whenever they open; a copy that was committed after it saw the original loses.
 * ECONOMICS §3, §4.
 */
final class Contributions {

  /** The beacon that draws a record's panel is not known while anybody can still open. */
  static final long DRAW_DELAY_EPOCHS = 2;

  private static final Domain CLAIM = Domain.of("claim");

  private Contributions() {}

  static void commit(EpochContext context, AccountId author, Operation.CommitContribution commit) {
    context.debit(author, commit.bondMicros());
    context
        .changes()
        .put(
            Keys.commitment(commit.datanet(), author, commit.commitment()),
            CommitmentEntry.newBuilder()
                .setEpoch(context.epoch())
                .setBondMicros(commit.bondMicros())
                .build());
    context.schedule(
        expiryEpoch(context, commit.datanet(), context.epoch()),
        Keys.Due.COMMITMENT_EXPIRY,
        expirySubject(commit.datanet(), author, commit.commitment()));
  }

  private static long expiryEpoch(EpochContext context, Bytes32 datanet, long commitEpoch) {
    return commitEpoch + context.parameters(datanet).openEpochs();
  }

  private static Bytes expirySubject(Bytes32 datanet, AccountId account, Bytes32 commitment) {
    return Bytes.concatenate(datanet, account.publicKey(), commitment);
  }

  static void open(
      EpochContext context,
      SignedOperation operation,
      Operation.Contribute opening,
      ContentFeatures features) {
    Bytes32 datanet = opening.datanet();
    Bytes32 networkId = context.inputs().networkId();
    AccountId author = operation.author();
    Bytes32 commitment =
        Commitments.contribution(networkId, datanet, opening.cid(), opening.salt(), author);
    LedgerKey<CommitmentEntry> key = Keys.commitment(datanet, author, commitment);
    CommitmentEntry committed = context.require(key);
    context.changes().delete(key);
    context
        .changes()
        .delete(
            Keys.due(
                expiryEpoch(context, datanet, committed.getEpoch()),
                Keys.Due.COMMITMENT_EXPIRY,
                expirySubject(datanet, author, commitment)));
    RecordRef record = new RecordRef(datanet, Commitments.recordId(networkId, datanet, commitment));
    RecordEntry entry = sealed(context, operation, opening, features, committed);
    context.changes().put(record.key(), entry);
    context.schedule(context.epoch() + DRAW_DELAY_EPOCHS, Keys.Due.PANEL_DRAW, record.subject());
    claim(context, record, opening.cid().digest(), committed.getEpoch());
  }

  private static RecordEntry sealed(
      EpochContext context,
      SignedOperation operation,
      Operation.Contribute opening,
      ContentFeatures features,
      CommitmentEntry committed) {
    return RecordEntry.newBuilder()
        .setCid(WireBytes.toWire(opening.cid().toBytes()))
        .setOwner(WireBytes.toWire(operation.author()))
        .setCommitEpoch(committed.getEpoch())
        .setSealedEpoch(context.epoch())
        .setSizeBytes(features.getSizeBytes())
        .setTokens(features.getTokens())
        .setLicence(opening.licence())
        .setProvenance(WireForms.toWire(opening.provenance()))
        .setCategory(opening.category())
        .addAllLabels(opening.labels())
        .setState(RecordState.SEALED)
        .setBondMicros(committed.getBondMicros())
        .setOperation(WireBytes.toWire(operation.id().digest()))
        .build();
  }

  /**
   * Gives the claim to the record with the smaller {@code (commit epoch, H("claim" ‖ B_e ‖
   * record))}. Openings that the claim of an earlier epoch outranks were refused before, so whoever
   * loses here was opened in this epoch or committed later, whatever the order of the two.
   */
  private static void claim(
      EpochContext context, RecordRef record, Bytes32 content, long commitEpoch) {
    Optional<ClaimEntry> held = context.changes().get(Keys.claim(record.datanet(), content));
    if (held.isPresent()) {
      RecordRef holder = new RecordRef(record.datanet(), WireBytes.hash(held.get().getRecord()));
      if (!outranks(context, record, commitEpoch, holder, held.get().getCommitEpoch())) {
        supersede(context, record);
        return;
      }
      supersede(context, holder);
    }
    context
        .changes()
        .put(
            Keys.claim(record.datanet(), content),
            ClaimEntry.newBuilder()
                .setRecord(WireBytes.toWire(record.record()))
                .setCommitEpoch(commitEpoch)
                .build());
  }

  private static boolean outranks(
      EpochContext context, RecordRef one, long oneCommitted, RecordRef two, long twoCommitted) {
    return oneCommitted != twoCommitted
        ? oneCommitted < twoCommitted
        : claimHash(context, one).compareTo(claimHash(context, two)) < 0;
  }

  private static Bytes32 claimHash(EpochContext context, RecordRef record) {
    return Hasher.of(CLAIM).add(context.beacon()).add(record.record()).digest();
  }

  /**
   * The record gives way to an earlier commitment: its bond returns and its panel is dissolved.
   * What it was paid keeps vesting. Deposits on it stay with their ballots and are released with
   * them; what falls due about it finds its state changed and passes it by.
   */
  private static void supersede(EpochContext context, RecordRef record) {
    RecordEntry entry = context.require(record.key());
    context.creditAtClose(WireBytes.account(entry.getOwner()), entry.getBondMicros());
    context
        .changes()
        .put(
            record.key(),
            entry.toBuilder()
                .setState(RecordState.SUPERSEDED_CLAIM)
                .setBondMicros(0)
                .setSettledEpoch(context.epoch())
                .build());
    context.changes().delete(record.panelKey());
  }

  /**
   * Commitments that nobody opened in time lose a quarter of their bond. docs/protocol.md §5.4.1.
   */
  static void expireCommitments(EpochContext context) {
    for (Bytes subject : context.takeDue(Keys.Due.COMMITMENT_EXPIRY)) {
      Bytes32 datanet = Bytes32.wrap(subject.slice(0, Bytes32.SIZE));
      AccountId account = AccountId.of(subject.slice(Bytes32.SIZE, Bytes32.SIZE).toArray());
      Bytes32 commitment = Bytes32.wrap(subject.slice(2 * Bytes32.SIZE));
      LedgerKey<CommitmentEntry> key = Keys.commitment(datanet, account, commitment);
      CommitmentEntry entry = context.require(key);
      long forfeitMicros = entry.getBondMicros() / 4;
      context.toReserve(datanet, forfeitMicros);
      context.creditAtClose(account, entry.getBondMicros() - forfeitMicros);
      context.changes().delete(key);
    }
  }

  /** Frees the content of a record on which nobody gave a verdict: it may be contributed again. */
  static void releaseClaim(EpochContext context, RecordRef record, RecordEntry entry) {
    // A CID ends with its digest.
    ByteString cid = entry.getCid();
    Bytes32 content = WireBytes.hash(cid.substring(cid.size() - Bytes32.SIZE));
    ClaimEntry held = context.require(Keys.claim(record.datanet(), content));
    InvariantViolation.require(
        WireBytes.hash(held.getRecord()).equals(record.record()),
        "the claim is another record's: " + record);
    context.changes().delete(Keys.claim(record.datanet(), content));
  }
}
