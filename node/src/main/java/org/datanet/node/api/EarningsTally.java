package org.datanet.node.api;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.datanet.node.api.model.Earner;
import org.datanet.node.api.model.Earners;
import org.datanet.node.api.model.EarningTotals;
import org.datanet.node.storage.StoreView;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.RewardRow;

/**
 * What every account earned so far, added up from the reward tables as epochs come. Kept in memory
 * only: it follows from what is on disk. For any thread.
 */
final class EarningsTally {

  /**
   * Tables read on behalf of one request, so that the first one after a start on a long chain
   * answers too; {@code throughEpoch} says how far it got.
   */
  private static final int EPOCHS_PER_CALL_MAX = 20_000;

  /** Some 100 MB of heap at most; accounts that first earn after it is full are not listed. */
  private static final int ACCOUNTS_MAX = 500_000;

  private final Map<AccountId, long[]> byAccount = new TreeMap<>();
  private long throughEpoch;

  private static final int CONTRIBUTOR = 0;
  private static final int CURATOR_PAY = 1;
  private static final int CURATOR_ESCROW = 2;
  private static final int VALIDATOR_PAY = 3;
  private static final int KINDS = 4;

  synchronized EarningTotals of(AccountId account, StoreView view) throws IOException {
    catchUp(view);
    return totals(byAccount.getOrDefault(account, new long[KINDS]));
  }

  synchronized Earners top(int limit, StoreView view) throws IOException {
    catchUp(view);
    List<Earner> items =
        byAccount.entrySet().stream()
            .sorted(Comparator.comparingLong(entry -> -total(entry.getValue())))
            .limit(limit)
            .map(entry -> new Earner(entry.getKey().toDid(), totals(entry.getValue())))
            .toList();
    return new Earners(throughEpoch, byAccount.size(), items);
  }

  private void catchUp(StoreView view) throws IOException {
    long last = view.epochs().lastEpoch().orElse(0);
    long until = Math.min(last, throughEpoch + EPOCHS_PER_CALL_MAX);
    for (long epoch = throughEpoch + 1; epoch <= until; epoch++) {
      Optional<RewardTable> table = view.epochs().reward(epoch);
      if (table.isPresent()) {
        table.get().rows().forEach(this::add);
      }
      throughEpoch = epoch;
    }
  }

  private void add(RewardRow row) {
    int kind =
        switch (row.getKind()) {
          case CONTRIBUTOR -> CONTRIBUTOR;
          case CURATOR_PAY -> CURATOR_PAY;
          case CURATOR_ESCROW -> CURATOR_ESCROW;
          case VALIDATOR_PAY -> VALIDATOR_PAY;
          // Nobody's: the reserve is the datanet's, the burn is gone.
          case RESERVE, BURN, REWARD_KIND_UNSPECIFIED, UNRECOGNIZED -> -1;
        };
    AccountId account = WireBytes.account(row.getAccount());
    if (kind < 0 || (byAccount.size() >= ACCOUNTS_MAX && !byAccount.containsKey(account))) {
      return;
    }
    long[] sums = byAccount.computeIfAbsent(account, a -> new long[KINDS]);
    sums[kind] = Math.addExact(sums[kind], row.getAmountMicros());
  }

  private EarningTotals totals(long[] sums) {
    return new EarningTotals(
        throughEpoch,
        sums[CONTRIBUTOR],
        sums[CURATOR_PAY],
        sums[CURATOR_ESCROW],
        sums[VALIDATOR_PAY],
        total(sums));
  }

  private static long total(long[] sums) {
    long total = 0;
    for (long sum : sums) {
      total = Math.addExact(total, sum);
    }
    return total;
  }
}
