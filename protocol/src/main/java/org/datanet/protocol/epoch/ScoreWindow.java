package org.datanet.protocol.epoch;

import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.wire.CategoryTally;
import org.datanet.protocol.wire.CuratorTallyEntry;

/**
 * A datanet's votes and scores over the window {@code (e − scoreWindow, e]}. The votes of e are
 * tallied here before any vote of e is scored. ECONOMICS §4.
 */
final class ScoreWindow {

  /** What e itself adds to a curator. */
  private static final class Tally {
    private final TreeMap<String, VerdictCounts> categories = new TreeMap<>();
    private long scoreSumPpm;
    private int scoredVotes;
  }

  private final EpochContext context;
  private final Bytes32 datanet;
  private final TreeMap<String, VerdictCounts> totals = new TreeMap<>();
  private final TreeMap<AccountId, TreeMap<String, VerdictCounts>> byCurator = new TreeMap<>();
  private final TreeMap<AccountId, Tally> tallies = new TreeMap<>();

  ScoreWindow(EpochContext context, Bytes32 datanet) {
    this.context = context;
    this.datanet = datanet;
  }

  /** Visits the window's tallies that are in the ledger, epoch by epoch. */
  static void scan(
      EpochContext context, Bytes32 datanet, BiConsumer<AccountId, CuratorTallyEntry> visitor) {
    long window = context.parameters(datanet).scoreWindowEpochs();
    for (long epoch = Math.max(1, context.epoch() - window + 1);
        epoch <= context.epoch();
        epoch++) {
      context
          .changes()
          .scan(
              Keys.tallies(datanet, epoch), (key, tally) -> visitor.accept(curatorOf(key), tally));
    }
  }

  private static AccountId curatorOf(LedgerKey<CuratorTallyEntry> key) {
    return AccountId.of(key.part(Bytes32.SIZE + Long.BYTES, Bytes32.SIZE));
  }

  /** Reads the window's earlier epochs; nothing of e is in the ledger yet. */
  void load() {
    scan(
        context,
        datanet,
        (curator, tally) -> {
          for (CategoryTally category : tally.getCategoriesList()) {
            count(
                curator,
                category.getCategory(),
                new VerdictCounts(category.getApprovals(), category.getRefusals()));
          }
        });
  }

  private void count(AccountId curator, String category, VerdictCounts votes) {
    totals.merge(category, votes, VerdictCounts::plus);
    byCurator
        .computeIfAbsent(curator, c -> new TreeMap<>())
        .merge(category, votes, VerdictCounts::plus);
  }

  /** A revealed vote on a record settled in e. */
  void tally(AccountId curator, String category, boolean approves) {
    VerdictCounts vote = VerdictCounts.NONE.plusVote(approves);
    count(curator, category, vote);
    tallyOf(curator).categories.merge(category, vote, VerdictCounts::plus);
  }

  /** A score fixed in e. */
  void score(AccountId curator, int scorePpm) {
    Tally tally = tallyOf(curator);
    tally.scoreSumPpm = Math.addExact(tally.scoreSumPpm, scorePpm);
    tally.scoredVotes = Math.incrementExact(tally.scoredVotes);
  }

  private Tally tallyOf(AccountId curator) {
    return tallies.computeIfAbsent(curator, c -> new Tally());
  }

  /**
   * Votes in the category by others than {@code curator}, on other records than the one whose other
   * panellists voted {@code peers}.
   */
  VerdictCounts others(AccountId curator, String category, VerdictCounts peers) {
    VerdictCounts own =
        byCurator.getOrDefault(curator, new TreeMap<>()).getOrDefault(category, VerdictCounts.NONE);
    return totals.getOrDefault(category, VerdictCounts.NONE).minus(own).minus(peers);
  }

  /** Writes the tallies of e, and when they leave the window. */
  void store() {
    if (tallies.isEmpty()) {
      return;
    }
    tallies.forEach(
        (curator, tally) -> {
          CuratorTallyEntry.Builder entry =
              CuratorTallyEntry.newBuilder()
                  .setScoreSumPpm(tally.scoreSumPpm)
                  .setScoredVotes(tally.scoredVotes);
          tally.categories.forEach(
              (category, votes) ->
                  entry.addCategories(
                      CategoryTally.newBuilder()
                          .setCategory(category)
                          .setApprovals(Math.toIntExact(votes.approvals()))
                          .setRefusals(Math.toIntExact(votes.refusals()))));
          context.changes().put(Keys.tally(datanet, context.epoch(), curator), entry.build());
        });
    context.schedule(
        context.epoch() + context.parameters(datanet).scoreWindowEpochs() - 1,
        Keys.Due.TALLY_EXPIRY,
        Bytes.concatenate(datanet, Bytes.ofUnsignedLong(context.epoch())));
  }
}
