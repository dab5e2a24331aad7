package org.datanet.protocol.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.CorrelatedAgreement;
import org.datanet.protocol.epoch.Settlement.Settled;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.CuratorTallyEntry;
import org.datanet.protocol.wire.Seat;
import org.datanet.protocol.wire.Vote;

/**
 * Scores the panels settled in e: all their votes are tallied before the first is scored, so a
 * score does not depend on the order of the records. docs/protocol.md §5.4.3.
 */
final class Scoring {

  private Scoring() {}

  static void run(EpochContext context, List<Settled> settled) {
    TreeMap<Bytes32, List<Settled>> byDatanet = new TreeMap<>();
    for (Settled panel : settled) {
      byDatanet.computeIfAbsent(panel.ref().datanet(), d -> new ArrayList<>()).add(panel);
    }
    byDatanet.forEach(
        (datanet, panels) -> {
          ScoreWindow window = new ScoreWindow(context, datanet);
          window.load();
          panels.stream().filter(Settled::decided).forEach(panel -> tally(window, panel));
          panels.forEach(panel -> score(window, panel));
          window.store();
        });
  }

  private static void tally(ScoreWindow window, Settled panel) {
    for (Seat seat : panel.seats()) {
      if (revealed(seat)) {
        window.tally(curator(seat), panel.category(), approves(seat));
      }
    }
  }

  private static void score(ScoreWindow window, Settled panel) {
    VerdictCounts votes = VerdictCounts.NONE;
    for (Seat seat : panel.seats()) {
      votes = revealed(seat) ? votes.plusVote(approves(seat)) : votes;
    }
    for (Seat seat : panel.seats()) {
      if (!revealed(seat)) {
        window.score(curator(seat), CorrelatedAgreement.UNREVEALED_PPM);
      } else if (panel.decided()) {
        score(window, panel, seat, votes);
      }
    }
  }

  private static void score(
      ScoreWindow window, Settled panel, Seat seat, VerdictCounts panelVotes) {
    boolean approves = approves(seat);
    VerdictCounts peers = panelVotes.minus(VerdictCounts.NONE.plusVote(approves));
    VerdictCounts others = window.others(curator(seat), panel.category(), peers);
    CorrelatedAgreement.Score score =
        CorrelatedAgreement.score(
            Math.toIntExact(panelVotes.total()),
            Math.toIntExact(peers.equalTo(approves)),
            others.total(),
            others.equalTo(approves));
    switch (score) {
      case CorrelatedAgreement.Score.Scored scored -> window.score(curator(seat), scored.ppm());
      case CorrelatedAgreement.Score.Unscored unscored -> {
        // Counts nowhere.
      }
    }
  }

  private static boolean revealed(Seat seat) {
    return seat.getVote() != Vote.VOTE_UNSPECIFIED;
  }

  private static boolean approves(Seat seat) {
    return seat.getVote() == Vote.APPROVE;
  }

  private static AccountId curator(Seat seat) {
    return WireBytes.account(seat.getCurator());
  }

  /** Deletes the tallies that have left every window of later epochs. */
  static void expireTallies(EpochContext context) {
    for (Bytes subject : context.takeDue(Keys.Due.TALLY_EXPIRY)) {
      List<LedgerKey<CuratorTallyEntry>> keys = new ArrayList<>();
      Bytes32 datanet = Bytes32.wrap(subject.slice(0, Bytes32.SIZE));
      context
          .changes()
          .scan(
              Keys.tallies(datanet, subject.getLong(Bytes32.SIZE)), (key, tally) -> keys.add(key));
      keys.forEach(context.changes()::delete);
    }
  }
}
