package org.datanet.protocol.admission;

import static org.datanet.protocol.admission.OperationRules.refused;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.VoteCommitment;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.BallotEntry;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.Seat;

/** Committing a ballot and revealing it. docs/protocol.md §5, "Timeline of one record". */
final class BallotRules {

  private BallotRules() {}

  static Optional<Refusal> commit(
      Ledger ledger,
      long epoch,
      DatanetEntry datanet,
      AccountId curator,
      Operation.CommitBallot operation) {
    PanelWindows windows =
        PanelWindows.of(operation.seedEpoch(), datanet.getManifest().getParameters());
    if (!windows.takesBallots(epoch)) {
      return refused(
          Reason.COMMIT_WINDOW_CLOSED,
          windowText(epoch, windows.seedEpoch() + 1, windows.lastBallotEpoch()));
    }
    if (ledger.get(Keys.ballot(operation.datanet(), curator, operation.commitment())).isPresent()) {
      return refused(Reason.COMMITMENT_EXISTS, "commit anew with another salt");
    }
    ByteString account = WireBytes.toWire(curator);
    for (Bytes32 record : operation.records()) {
      Optional<Refusal> refusal = seatRefusal(ledger, operation, account, record);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> seatRefusal(
      Ledger ledger, Operation.CommitBallot operation, ByteString curator, Bytes32 record) {
    String name = "record " + record.toUnprefixedHexString();
    Optional<PanelEntry> panel = ledger.get(Keys.panel(operation.datanet(), record));
    if (panel.isEmpty()) {
      return ledger.get(Keys.record(operation.datanet(), record)).isEmpty()
          ? refused(Reason.UNKNOWN_RECORD, name)
          : refused(Reason.NOT_ON_PANEL, name + " has no panel now");
    }
    if (panel.get().getSeedEpoch() != operation.seedEpoch()) {
      return refused(
          Reason.WRONG_SEED_EPOCH, name + ": drawn in epoch " + panel.get().getSeedEpoch());
    }
    Optional<Seat> seat =
        panel.get().getSeatsList().stream().filter(s -> s.getCurator().equals(curator)).findFirst();
    if (seat.isEmpty()) {
      return refused(Reason.NOT_ON_PANEL, name);
    }
    return seat.get().getBallot().isEmpty()
        ? Optional.empty()
        : refused(Reason.ALREADY_VOTED, name);
  }

  static Optional<Refusal> reveal(
      Bytes32 networkId,
      Ledger ledger,
      long epoch,
      DatanetEntry datanet,
      AccountId curator,
      Operation.RevealBallot operation) {
    Optional<BallotEntry> found =
        ledger.get(Keys.ballot(operation.datanet(), curator, operation.commitment()));
    if (found.isEmpty()) {
      return refused(Reason.UNKNOWN_BALLOT, operation.commitment().toUnprefixedHexString());
    }
    BallotEntry ballot = found.get();
    if (ballot.getRevealed()) {
      return refused(Reason.ALREADY_REVEALED, operation.commitment().toUnprefixedHexString());
    }
    PanelWindows windows =
        PanelWindows.of(ballot.getSeedEpoch(), datanet.getManifest().getParameters());
    if (!windows.takesReveals(epoch)) {
      return refused(
          Reason.REVEAL_WINDOW_CLOSED,
          windowText(epoch, windows.lastBallotEpoch() + 1, windows.settlementEpoch()));
    }
    if (operation.votes().size() != ballot.getRecordsCount()) {
      return refused(
          Reason.BAD_REVEAL,
          operation.votes().size() + " votes on " + ballot.getRecordsCount() + " records");
    }
    Bytes32 opened =
        VoteCommitment.of(
            networkId,
            operation.datanet(),
            ballot.getSeedEpoch(),
            curator,
            WireBytes.hashes(ballot.getRecordsList()),
            operation.votes(),
            operation.salt());
    return opened.equals(operation.commitment())
        ? Optional.empty()
        : refused(Reason.BAD_REVEAL, "they open " + opened.toUnprefixedHexString());
  }

  private static String windowText(long epoch, long first, long last) {
    return "epoch " + epoch + "; they are taken in " + first + " … " + last;
  }
}
