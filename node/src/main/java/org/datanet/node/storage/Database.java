package org.datanet.node.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An open RocksDB whose native objects cannot be used after they are closed: using one crashes the
 * process, so every call holds the gate that {@link #close()} waits for.
 */
final class Database implements Reads, AutoCloseable {

  private final RocksDB db;
  private final Map<Column, ColumnFamilyHandle> families;
  private final boolean readOnly;
  private final NativeHandles handles;
  private final ReadOptions latest;
  private final WriteOptions buffered;
  private final WriteOptions synced;
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private final Set<SnapshotReads> snapshots = new HashSet<>();
  private boolean closed;

  private Database(
      RocksDB db,
      Map<Column, ColumnFamilyHandle> families,
      boolean readOnly,
      NativeHandles handles) {
    this.db = db;
    this.families = families;
    this.readOnly = readOnly;
    this.handles = handles;
    this.latest = handles.own(new ReadOptions());
    this.buffered = handles.own(new WriteOptions());
    this.synced = handles.own(new WriteOptions()).setSync(true);
  }

  /**
   * Opens the columns named. The database owns {@code handles} from here on; if opening fails they
   * are the caller's to close.
   */
  static Database open(
      Path directory,
      Set<Column> columns,
      boolean readOnly,
      StoreLimits limits,
      NativeHandles handles)
      throws RocksDBException {
    StoreOptions options = StoreOptions.of(limits, handles);
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    for (Column column : columns) {
      descriptors.add(new ColumnFamilyDescriptor(column.nameBytes(), options.of(column)));
    }
    List<ColumnFamilyHandle> opened = new ArrayList<>();
    String path = directory.toString();
    RocksDB db =
        handles.own(
            readOnly
                ? RocksDB.openReadOnly(options.database(), path, descriptors, opened)
                : RocksDB.open(
                    options
                        .database()
                        .setCreateIfMissing(true)
                        .setCreateMissingColumnFamilies(true),
                    path,
                    descriptors,
                    opened));
    Map<Column, ColumnFamilyHandle> families = new EnumMap<>(Column.class);
    int next = 0;
    for (Column column : columns) {
      families.put(column, handles.own(opened.get(next++)));
    }
    return new Database(db, families, readOnly, handles);
  }

  static ColumnFamilyHandle family(Map<Column, ColumnFamilyHandle> families, Column column) {
    ColumnFamilyHandle family = families.get(column);
    if (family == null) {
      throw new IllegalStateException("column " + column + " is not open");
    }
    return family;
  }

  static IOException failure(RocksDBException e) {
    return new IOException("the store failed: " + e.getMessage(), e);
  }

  @FunctionalInterface
  private interface Action<T> {
    T run() throws RocksDBException;
  }

  private <T> T gated(Action<T> action) throws IOException {
    gate.readLock().lock();
    try {
      requireOpen();
      return action.run();
    } catch (RocksDBException e) {
      throw failure(e);
    } finally {
      gate.readLock().unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  @Override
  public Optional<byte[]> get(Column column, byte[] key) throws IOException {
    return get(latest, column, key);
  }

  private Optional<byte[]> get(ReadOptions options, Column column, byte[] key) throws IOException {
    return gated(() -> Optional.ofNullable(db.get(family(families, column), options, key)));
  }

  @Override
  public void scan(Column column, byte[] prefix, byte[] from, Visitor visitor) throws IOException {
    scan(latest, column, prefix, from, visitor);
  }

  private void scan(ReadOptions options, Column column, byte[] prefix, byte[] from, Visitor visitor)
      throws IOException {
    gated(
        () -> {
          RocksIterator entries = handles.own(db.newIterator(family(families, column), options));
          try {
            entries.seek(from);
            while (entries.isValid()) {
              byte[] key = entries.key();
              if (!startsWith(key, prefix) || !visitor.visit(key, entries.value())) {
                return true;
              }
              entries.next();
            }
            entries.status();
            return true;
          } finally {
            handles.release(entries);
          }
        });
  }

  @Override
  public Optional<byte[]> lastKey(Column column, byte[] prefix) throws IOException {
    return lastKey(latest, column, prefix);
  }

  private Optional<byte[]> lastKey(ReadOptions options, Column column, byte[] prefix)
      throws IOException {
    return gated(
        () -> {
          RocksIterator entries = handles.own(db.newIterator(family(families, column), options));
          try {
            entries.seekForPrev(KeyLayout.behind(prefix));
            entries.status();
            return entries.isValid() && startsWith(entries.key(), prefix)
                ? Optional.of(entries.key())
                : Optional.empty();
          } finally {
            handles.release(entries);
          }
        });
  }

  /** Without reading the value into the heap. */
  boolean has(Column column, byte[] key) throws IOException {
    return gated(() -> db.keyExists(family(families, column), latest, key));
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Writes a batch; with {@code sync} it returns once the batch survives a loss of power. */
  void write(boolean sync, Writes.Filling filling) throws IOException {
    if (readOnly) {
      throw new IllegalStateException("the store is open for reading only");
    }
    gate.readLock().lock();
    try (WriteBatch batch = new WriteBatch()) {
      requireOpen();
      filling.fill(new Writes(batch, families));
      db.write(sync ? synced : buffered, batch);
    } catch (RocksDBException e) {
      throw failure(e);
    } finally {
      gate.readLock().unlock();
    }
  }

  /** Holds the state of this moment. */
  SnapshotReads snapshot() throws IOException {
    return gated(
        () -> {
          SnapshotReads reads = new SnapshotReads(db.getSnapshot());
          synchronized (snapshots) {
            snapshots.add(reads);
          }
          return reads;
        });
  }

  int openSnapshots() {
    synchronized (snapshots) {
      return snapshots.size();
    }
  }

  /** A property of one column, in bytes. */
  long bytesOf(Column column, String property) throws IOException {
    return gated(() -> db.getLongProperty(family(families, column), property));
  }

  /** Waits for running calls, then closes everything; later calls throw. */
  @Override
  public void close() {
    gate.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      for (SnapshotReads reads : Set.copyOf(snapshots)) {
        reads.release();
      }
      handles.close();
    } finally {
      gate.writeLock().unlock();
    }
  }

  /** One moment's state. */
  final class SnapshotReads implements Reads, AutoCloseable {

    private final Snapshot snapshot;
    private final ReadOptions options;

    private SnapshotReads(Snapshot snapshot) {
      this.snapshot = snapshot;
      this.options = handles.own(new ReadOptions()).setSnapshot(snapshot);
    }

    @Override
    public Optional<byte[]> get(Column column, byte[] key) throws IOException {
      requireHeld();
      return Database.this.get(options, column, key);
    }

    @Override
    public void scan(Column column, byte[] prefix, byte[] from, Visitor visitor)
        throws IOException {
      requireHeld();
      Database.this.scan(options, column, prefix, from, visitor);
    }

    @Override
    public Optional<byte[]> lastKey(Column column, byte[] prefix) throws IOException {
      requireHeld();
      return Database.this.lastKey(options, column, prefix);
    }

    private void requireHeld() {
      synchronized (snapshots) {
        if (!snapshots.contains(this)) {
          throw new IllegalStateException("the view is closed");
        }
      }
    }

    /** Waits for no one: a view belongs to one request. Twice is no error. */
    @Override
    public void close() {
      gate.readLock().lock();
      try {
        release();
      } finally {
        gate.readLock().unlock();
      }
    }

    private void release() {
      synchronized (snapshots) {
        if (snapshots.remove(this)) {
          handles.release(options);
          db.releaseSnapshot(snapshot);
        }
      }
    }
  }
}
