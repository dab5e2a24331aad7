package org.datanet.node.storage;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.ledger.LedgerPrefix;

/**
 * The committed ledger with its recently used entries parsed on the heap. Reads wait while a commit
 * is written, so that none puts an entry of the old epoch into the cache of the new one.
 */
final class RocksLedger implements Ledger {

  private final LedgerReads stored;
  private final ReentrantReadWriteLock commits = new ReentrantReadWriteLock();

  /** Absent entries too: most keys of new records are asked for before they exist. */
  private final Map<LedgerKey<?>, Optional<? extends MessageLite>> recent;

  RocksLedger(Reads reads, int entriesMax) {
    this.stored = new LedgerReads(reads);
    this.recent = new RecentlyUsed(entriesMax);
  }

  private static final class RecentlyUsed
      extends LinkedHashMap<LedgerKey<?>, Optional<? extends MessageLite>> {
    private static final long serialVersionUID = 1L;
    private final int entriesMax;

    RecentlyUsed(int entriesMax) {
      super(16, 0.75f, true);
      this.entriesMax = entriesMax;
    }

    @Override
    protected boolean removeEldestEntry(
        Map.Entry<LedgerKey<?>, Optional<? extends MessageLite>> eldest) {
      return size() > entriesMax;
    }
  }

  /** Writes an epoch. */
  @FunctionalInterface
  interface Write {
    void run() throws IOException;
  }

  @Override
  @SuppressWarnings("unchecked") // entries are cached under the key that they were read with
  public <T extends MessageLite> Optional<T> get(LedgerKey<T> key) {
    commits.readLock().lock();
    try {
      synchronized (recent) {
        Optional<? extends MessageLite> known = recent.get(key);
        if (known != null) {
          return (Optional<T>) known;
        }
      }
      Optional<T> entry = stored.get(key);
      synchronized (recent) {
        recent.put(key, entry);
      }
      return entry;
    } finally {
      commits.readLock().unlock();
    }
  }

  /** Not cached: a scan would drive out what is read often. */
  @Override
  public <T extends MessageLite> void scan(
      LedgerPrefix<T> prefix, BiConsumer<LedgerKey<T>, T> visitor) {
    commits.readLock().lock();
    try {
      stored.scan(prefix, visitor);
    } finally {
      commits.readLock().unlock();
    }
  }

  /** Runs the write and lets the cache follow; if the write fails, the cache stays as it was. */
  void commit(Iterable<LedgerChanges.Change> changes, Write write) throws IOException {
    commits.writeLock().lock();
    try {
      write.run();
      synchronized (recent) {
        for (LedgerChanges.Change change : changes) {
          recent.put(change.key(), change.after());
        }
      }
    } finally {
      commits.writeLock().unlock();
    }
  }

  int cachedEntries() {
    synchronized (recent) {
      return recent.size();
    }
  }
}
