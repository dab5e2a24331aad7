package org.datanet.protocol.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;

/**
 * Who gives way in a full pool: the accounts with operations behind a missing nonce, one after the
 * other, all that is behind the gap. The one with most of them comes first, the one with the lower
 * id of two. They are listed once an epoch, for the list takes a look at the whole pool, and who
 * comes later behind a gap may stay until the next.
 */
final class FullPool {

  private final OperationPool pool;
  private Set<AccountId> behindGaps = new LinkedHashSet<>();
  private long listedForEpoch = Long.MIN_VALUE;

  FullPool(OperationPool pool) {
    this.pool = pool;
  }

  /**
   * Makes room where enough of them give way; else nobody does. The operation's own account does
   * not: one nonce more may close its gap.
   *
   * @param dropped told what left, with the refusal that it got
   */
  void makeRoomFor(
      Chain chain, SignedOperation operation, BiConsumer<Refusal, List<SignedOperation>> dropped) {
    if (listedForEpoch != chain.nextEpoch()) {
      listedForEpoch = chain.nextEpoch();
      behindGaps = behindGaps(chain);
    }
    List<SignedOperation> leaving = new ArrayList<>();
    Map<Refusal, List<SignedOperation>> told = new LinkedHashMap<>();
    Iterator<AccountId> next = behindGaps.iterator();
    while (next.hasNext() && !pool.hasRoomFor(operation, leaving)) {
      AccountId account = next.next();
      long missing = Admissions.nextNonce(pool, chain, account);
      List<SignedOperation> waiting = pool.after(account, missing);
      if (waiting.isEmpty()) {
        next.remove(); // its gap was closed
      } else if (!account.equals(operation.author())) {
        leaving.addAll(waiting);
        told.computeIfAbsent(refusal(missing), key -> new ArrayList<>()).addAll(waiting);
      }
    }
    if (pool.hasRoomFor(operation, leaving)) {
      pool.removeAll(leaving.stream().map(SignedOperation::id).toList());
      told.forEach(dropped);
    }
  }

  private static Refusal refusal(long missing) {
    return new Refusal(
        Reason.NONCE_GAP, "nonce %d is missing, and the pool is full".formatted(missing));
  }

  private Set<AccountId> behindGaps(Chain chain) {
    TreeMap<AccountId, Integer> waiting = new TreeMap<>();
    for (AccountId account : pool.authors()) {
      int behind = pool.after(account, Admissions.nextNonce(pool, chain, account)).size();
      if (behind > 0) {
        waiting.put(account, behind);
      }
    }
    return new LinkedHashSet<>(
        waiting.keySet().stream()
            .sorted(Comparator.comparing(waiting::get, Comparator.reverseOrder()))
            .toList());
  }
}
