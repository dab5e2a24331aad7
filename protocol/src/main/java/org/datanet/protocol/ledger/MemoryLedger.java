package org.datanet.protocol.ledger;

import com.google.protobuf.MessageLite;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A ledger in memory, for the lab, the offline verifier's scratch state and tests. */
public final class MemoryLedger implements Ledger {

  private final TreeMap<LedgerKey<?>, MessageLite> entries = new TreeMap<>();

  @Override
  @SuppressWarnings("unchecked") // apply() keeps key and entry types together
  public <T extends MessageLite> Optional<T> get(LedgerKey<T> key) {
    return Optional.ofNullable((T) entries.get(key));
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends MessageLite> void scan(
      LedgerPrefix<T> prefix, BiConsumer<LedgerKey<T>, T> visitor) {
    LedgerKey<T> from = new LedgerKey<>(prefix.table(), prefix.bytes());
    for (Map.Entry<LedgerKey<?>, MessageLite> entry : entries.tailMap(from, true).entrySet()) {
      if (entry.getKey().bytes().commonPrefixLength(prefix.bytes()) < prefix.bytes().size()) {
        return;
      }
      visitor.accept((LedgerKey<T>) entry.getKey(), (T) entry.getValue());
    }
  }

  public void apply(Iterable<LedgerChanges.Change> changes) {
    for (LedgerChanges.Change change : changes) {
      change
          .after()
          .ifPresentOrElse(
              entry -> entries.put(change.key(), entry), () -> entries.remove(change.key()));
    }
  }

  public int size() {
    return entries.size();
  }
}
