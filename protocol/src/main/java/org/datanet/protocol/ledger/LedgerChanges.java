package org.datanet.protocol.ledger;

import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The write set of an epoch over the ledger it started from. Reads see the writes. Nothing reaches
 * the ledger below; whoever holds the outcome applies it.
 */
public final class LedgerChanges implements Ledger {

  private final Ledger base;
  private final TreeMap<LedgerKey<?>, Optional<MessageLite>> written = new TreeMap<>();
  private final TreeMap<LedgerKey<?>, Optional<? extends MessageLite>> read = new TreeMap<>();

  public LedgerChanges(Ledger base) {
    this.base = base;
  }

  /**
   * One changed entry: what it was before the epoch and what it is after. At least one is there.
   */
  public record Change(
      LedgerKey<?> key, Optional<MessageLite> before, Optional<MessageLite> after) {

    /**
     * Money that the change adds to the ledger, in micro-credits; negative where it takes some out.
     */
    public long heldDeltaMicros() {
      return Math.subtractExact(held(key.table(), after), held(key.table(), before));
    }

    @SuppressWarnings("unchecked") // a key's table is the table of its entries
    private static <T extends MessageLite> long held(
        LedgerTable<T> table, Optional<MessageLite> entry) {
      return entry.map(e -> table.heldMicros((T) e)).orElse(0L);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // only put() writes, with the key's own type
  public <T extends MessageLite> Optional<T> get(LedgerKey<T> key) {
    Optional<MessageLite> own = written.get(key);
    if (own != null) {
      return (Optional<T>) own;
    }
    return before(key);
  }

  public <T extends MessageLite> void put(LedgerKey<T> key, T entry) {
    before(key);
    written.put(key, Optional.of(entry));
  }

  public void delete(LedgerKey<?> key) {
    before(key);
    written.put(key, Optional.empty());
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends MessageLite> void scan(
      LedgerPrefix<T> prefix, BiConsumer<LedgerKey<T>, T> visitor) {
    TreeMap<LedgerKey<T>, T> merged = new TreeMap<>();
    base.scan(prefix, merged::put);
    LedgerKey<T> from = new LedgerKey<>(prefix.table(), prefix.bytes());
    for (Map.Entry<LedgerKey<?>, Optional<MessageLite>> own :
        written.tailMap(from, true).entrySet()) {
      if (own.getKey().bytes().commonPrefixLength(prefix.bytes()) < prefix.bytes().size()) {
        break;
      }
      LedgerKey<T> key = (LedgerKey<T>) own.getKey();
      own.getValue().ifPresentOrElse(e -> merged.put(key, (T) e), () -> merged.remove(key));
    }
    merged.forEach(visitor);
  }

  /** What changed, in key order; entries written back unchanged are left out. */
  public List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (Map.Entry<LedgerKey<?>, Optional<MessageLite>> own : written.entrySet()) {
      Optional<MessageLite> before = before(own.getKey()).map(e -> e);
      if (!before.equals(own.getValue())) {
        changes.add(new Change(own.getKey(), before, own.getValue()));
      }
    }
    return changes;
  }

  @SuppressWarnings("unchecked") // filled from the base with the key's own type
  private <T extends MessageLite> Optional<T> before(LedgerKey<T> key) {
    Optional<? extends MessageLite> known = read.get(key);
    if (known == null) {
      known = base.get(key);
      read.put(key, known);
    }
    return (Optional<T>) known;
  }
}
