package org.datanet.protocol.epoch;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.hashing.Domain;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.AccountEntry;

/**
 * The order of operations in an epoch: by phase, then by {@code (H("order" ‖ B_e ‖ account),
 * account, nonce, id)}. Nobody knows it before the beacon. docs/protocol.md §3.
 */
final class CanonicalOrder {

  private static final Domain ORDER = Domain.of("order");

  private final Bytes32 beacon;
  private final TreeMap<AccountId, Bytes32> places = new TreeMap<>();

  CanonicalOrder(Bytes32 beacon) {
    this.beacon = beacon;
  }

  private record Placed(byte[] place, Item item) {}

  List<Item> sort(List<Item> items) {
    return items.stream()
        .map(item -> new Placed(place(item.operation()), item))
        .sorted(Comparator.comparing(Placed::place, Arrays::compareUnsigned))
        .map(Placed::item)
        .toList();
  }

  /** The first operation that stands out of order, or stands there twice. */
  Optional<EpochResult.Refused> firstMisplaced(List<Item> items) {
    byte[] previous = new byte[0];
    for (int i = 0; i < items.size(); i++) {
      byte[] place = place(items.get(i).operation());
      if (Arrays.compareUnsigned(previous, place) >= 0) {
        return Optional.of(new EpochResult.Refused(i, Refusal.of(Reason.BATCH_WRONG_ORDER)));
      }
      previous = place;
    }
    return Optional.empty();
  }

  /** All that the order looks at in one string of bytes, most significant first. */
  private byte[] place(SignedOperation operation) {
    Bytes32 shuffled =
        places.computeIfAbsent(
            operation.author(),
            account -> Hasher.of(ORDER).add(beacon).add(account.publicKey()).digest());
    return Bytes.concatenate(
            Bytes.of((byte) operation.operation().phase().ordinal()),
            shuffled,
            operation.author().publicKey(),
            Bytes.ofUnsignedLong(operation.nonce()),
            operation.id().digest())
        .toArrayUnsafe();
  }

  /**
   * The first operation whose nonce does not continue its account's, in whatever phases the others
   * stand: k operations of an account carry the k nonces after the ledger's, each once.
   */
  static Optional<EpochResult.Refused> firstBrokenNonce(Ledger ledger, List<Item> items) {
    TreeMap<AccountId, Integer> counts = new TreeMap<>();
    for (Item item : items) {
      if (item.operation().operation().carriesNonce()) {
        counts.merge(item.operation().author(), 1, Integer::sum);
      }
    }
    TreeMap<AccountId, Long> before = new TreeMap<>();
    counts
        .keySet()
        .forEach(
            account ->
                before.put(
                    account,
                    ledger.get(Keys.account(account)).map(AccountEntry::getNonce).orElse(0L)));
    TreeMap<AccountId, TreeSet<Long>> seen = new TreeMap<>();
    for (int i = 0; i < items.size(); i++) {
      SignedOperation operation = items.get(i).operation();
      if (!operation.operation().carriesNonce()) {
        continue;
      }
      AccountId author = operation.author();
      long ahead = operation.nonce() - before.getOrDefault(author, 0L);
      boolean continues =
          ahead >= 1
              && ahead <= counts.getOrDefault(author, 0)
              && seen.computeIfAbsent(author, a -> new TreeSet<>()).add(ahead);
      if (!continues) {
        String detail = "nonce " + operation.nonce();
        return Optional.of(new EpochResult.Refused(i, new Refusal(Reason.BATCH_NONCES, detail)));
      }
    }
    return Optional.empty();
  }
}
