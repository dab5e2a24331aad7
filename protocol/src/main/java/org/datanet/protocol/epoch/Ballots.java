package org.datanet.protocol.epoch;

import com.google.protobuf.ByteString;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.BallotEntry;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.Seat;
import org.datanet.protocol.wire.Vote;

/** Ballots: committed with a deposit, revealed, released. ECONOMICS §4, docs/protocol.md §5. */
final class Ballots {

  private Ballots() {}

  static void commit(EpochContext context, AccountId curator, Operation.CommitBallot commit) {
    ParameterSet rules = context.parameters(commit.datanet());
    long depositMicros = Math.multiplyExact(rules.voteDepositMicros(), commit.records().size());
    context.debit(curator, depositMicros);
    LedgerKey<BallotEntry> key = Keys.ballot(commit.datanet(), curator, commit.commitment());
    context
        .changes()
        .put(
            key,
            BallotEntry.newBuilder()
                .setEpoch(context.epoch())
                .setSeedEpoch(commit.seedEpoch())
                .addAllRecords(WireBytes.toWire(commit.records()))
                .setDepositMicros(depositMicros)
                .build());
    context.schedule(
        context.windows(commit.datanet(), commit.seedEpoch()).settlementEpoch()
            + rules.bondHoldEpochs(),
        Keys.Due.DEPOSIT_RELEASE,
        Bytes.concatenate(commit.datanet(), curator.publicKey(), commit.commitment()));
    ByteString commitment = WireBytes.toWire(commit.commitment());
    for (Bytes32 record : commit.records()) {
      RecordRef ref = new RecordRef(commit.datanet(), record);
      PanelEntry panel = context.require(ref.panelKey());
      int seat = seatOf(panel, curator);
      InvariantViolation.require(seat >= 0, "a ballot without a seat");
      context
          .changes()
          .put(
              ref.panelKey(),
              panel.toBuilder()
                  .setSeats(seat, panel.getSeats(seat).toBuilder().setBallot(commitment))
                  .build());
    }
  }

  static void reveal(
      EpochContext context, SignedOperation operation, Operation.RevealBallot reveal) {
    LedgerKey<BallotEntry> key =
        Keys.ballot(reveal.datanet(), operation.author(), reveal.commitment());
    BallotEntry ballot = context.require(key);
    context.changes().put(key, ballot.toBuilder().setRevealed(true).build());
    List<Bytes32> records = WireBytes.hashes(ballot.getRecordsList());
    for (int i = 0; i < records.size(); i++) {
      RecordRef ref = new RecordRef(reveal.datanet(), records.get(i));
      Vote vote = Vote.forNumber(reveal.votes().get(i).code());
      context
          .changes()
          .get(ref.panelKey())
          // No panel: the record lost its claim since, and its votes count nowhere.
          .ifPresent(panel -> putVote(context, ref, panel, operation.author(), vote));
    }
  }

  private static void putVote(
      EpochContext context, RecordRef ref, PanelEntry panel, AccountId curator, Vote vote) {
    int seat = seatOf(panel, curator);
    InvariantViolation.require(seat >= 0, "a reveal without a seat");
    context
        .changes()
        .put(
            ref.panelKey(),
            panel.toBuilder()
                .setSeats(seat, panel.getSeats(seat).toBuilder().setVote(vote))
                .build());
  }

  private static int seatOf(PanelEntry panel, AccountId curator) {
    ByteString account = WireBytes.toWire(curator);
    for (int i = 0; i < panel.getSeatsCount(); i++) {
      if (panel.getSeats(i).getCurator().equals(account)) {
        return i;
      }
    }
    return -1;
  }

  /** A vote that was not revealed loses its deposit to the reserve; one never cast has none. */
  static void forfeit(EpochContext context, Bytes32 datanet, Seat seat) {
    if (seat.getBallot().isEmpty()) {
      return;
    }
    LedgerKey<BallotEntry> key =
        Keys.ballot(
            datanet, WireBytes.account(seat.getCurator()), WireBytes.hash(seat.getBallot()));
    BallotEntry ballot = context.require(key);
    long depositMicros = context.parameters(datanet).voteDepositMicros();
    context
        .changes()
        .put(
            key,
            ballot.toBuilder()
                .setDepositMicros(Math.subtractExact(ballot.getDepositMicros(), depositMicros))
                .build());
    context.toReserve(datanet, depositMicros);
  }

  /** Returns what is left of the deposits that were held long enough. docs/protocol.md §5.4.7. */
  static void release(EpochContext context) {
    for (Bytes subject : context.takeDue(Keys.Due.DEPOSIT_RELEASE)) {
      AccountId curator = AccountId.of(subject.slice(Bytes32.SIZE, Bytes32.SIZE));
      LedgerKey<BallotEntry> key =
          Keys.ballot(
              Bytes32.wrap(subject.slice(0, Bytes32.SIZE)),
              curator,
              Bytes32.wrap(subject.slice(2 * Bytes32.SIZE)));
      context.creditAtClose(curator, context.require(key).getDepositMicros());
      context.changes().delete(key);
    }
  }
}
