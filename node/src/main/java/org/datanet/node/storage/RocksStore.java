package org.datanet.node.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.storage.HistoryIndex.RecordQuery;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.wire.Genesis;

/** The node's store in one folder. DESIGN §7. */
public final class RocksStore implements NodeStore {

  private final Path directory;
  private final StoreLock lock;
  private final StoreLimits limits;
  private final Database database;
  private final RocksRecords records;
  private final RocksOperations operations;
  private final EpochReads epochs;
  private final RocksVotes votes;
  private final RocksPeers peers;
  private final HistoryReads history;
  private final RocksLedger ledger;
  private final Object committing = new Object();

  /** Of the committed state; guarded by {@link #committing}, handed out as forks. */
  private BucketDigest digest;

  private RocksStore(
      Path directory,
      StoreLock lock,
      StoreLimits limits,
      StoreOpening.Opened opened,
      RocksRecords records,
      RocksOperations operations) {
    this.directory = directory;
    this.lock = lock;
    this.limits = limits;
    this.database = opened.database();
    this.digest = opened.digest();
    this.records = records;
    this.operations = operations;
    this.epochs = new EpochReads(database);
    this.votes = new RocksVotes(database, lock);
    this.peers = new RocksPeers(database);
    this.history = new HistoryReads(database);
    this.ledger = new RocksLedger(database, limits.ledgerCacheEntries());
  }

  /**
   * Opens the store in {@code directory}, or makes one there if the mode allows it.
   *
   * @throws StoreRefusedException if what is there is not to be opened; nothing has been changed
   * @throws IOException if the disk fails
   */
  public static RocksStore open(
      Path directory, StoreIdentity identity, StoreMode mode, StoreLimits limits)
      throws IOException {
    return open(directory, identity, mode, limits, new NativeHandles());
  }

  static RocksStore open(
      Path directory,
      StoreIdentity identity,
      StoreMode mode,
      StoreLimits limits,
      NativeHandles handles)
      throws IOException {
    if (mode == StoreMode.READ_WRITE) {
      Files.createDirectories(directory);
    } else if (!Files.isDirectory(directory)) {
      throw new StoreRefusedException(
          StoreRefusedException.Code.NOT_A_STORE, "there is no folder " + directory);
    }
    StoreLock lock = StoreLock.acquire(directory, mode);
    boolean complete = false;
    try {
      StoreOpening.Opened opened =
          new StoreOpening(directory, identity, limits, lock).open(mode, handles);
      RocksStore store =
          new RocksStore(
              directory,
              lock,
              limits,
              opened,
              RocksRecords.over(opened.database()),
              RocksOperations.over(opened.database()));
      complete = true;
      return store;
    } finally {
      if (!complete) {
        handles.close();
        lock.close();
      }
    }
  }

  @Override
  public RecordStore records() {
    return records;
  }

  @Override
  public OperationStore operations() {
    return operations;
  }

  @Override
  public EpochStore epochs() {
    return epochs;
  }

  @Override
  public LedgerStore ledgers() {
    return new LedgerStore() {
      @Override
      public Ledger ledger() {
        return ledger;
      }

      @Override
      public BucketDigest digest() {
        synchronized (committing) {
          return digest.fork();
        }
      }
    };
  }

  @Override
  public VoteLog votes() {
    return votes;
  }

  @Override
  public PeerStore peers() {
    return peers;
  }

  @Override
  public HistoryIndex history() {
    return history;
  }

  @Override
  public StoreView view() throws IOException {
    if (database.openSnapshots() >= limits.viewsMax()) {
      throw new IOException(limits.viewsMax() + " read views are open already; try again");
    }
    return new SnapshotView(database.snapshot());
  }

  /** One snapshot behind the three faces of a view. */
  private record SnapshotView(Database.SnapshotReads reads) implements StoreView {
    @Override
    public Ledger ledger() {
      return new LedgerReads(reads);
    }

    @Override
    public EpochStore epochs() {
      return new EpochReads(reads);
    }

    @Override
    public HistoryIndex history() {
      return new HistoryReads(reads);
    }

    @Override
    public void close() {
      reads.close();
    }
  }

  @Override
  public void commitGenesis(
      Genesis genesis, Iterable<LedgerChanges.Change> changes, BucketDigest genesisDigest)
      throws IOException {
    List<LedgerChanges.Change> entries = new ArrayList<>();
    changes.forEach(entries::add);
    synchronized (committing) {
      if (epochs.lastEpoch().isPresent()) {
        throw new IllegalStateException("the store has a genesis already");
      }
      write(
          entries,
          genesisDigest,
          writer -> {
            writer.put(Column.META, KeyLayout.GENESIS, genesis.toByteArray());
            writer.put(Column.META, KeyLayout.GENESIS_DIGEST, genesisDigest.root().toArrayUnsafe());
            writer.put(Column.META, KeyLayout.LAST_EPOCH, KeyLayout.number(0));
            new EpochWriter(writer).ledger(entries, genesisDigest);
          });
      lock.mark(StoreLock.Mark.COMMITTED, 0);
    }
  }

  @Override
  public void commit(EpochCommit commit) throws IOException {
    synchronized (committing) {
      requireNext(commit);
      write(commit.changes(), commit.digest(), writes -> new EpochWriter(writes).write(commit));
      lock.mark(StoreLock.Mark.COMMITTED, commit.epoch());
    }
  }

  private void requireNext(EpochCommit commit) throws IOException {
    long last =
        epochs.lastEpoch().orElseThrow(() -> new IllegalStateException("there is no genesis yet"));
    if (commit.epoch() != last + 1) {
      throw new IllegalArgumentException("epoch " + commit.epoch() + " after " + last);
    }
    Bytes32 stated = Bytes32.wrap(commit.decided().getBatch().getStateDigest().toByteArray());
    if (!commit.digest().root().equals(stated)) {
      throw new IllegalArgumentException(
          "the batch states the digest " + stated + ", the commit has " + commit.digest().root());
    }
  }

  private void write(List<LedgerChanges.Change> changes, BucketDigest after, Writes.Filling filling)
      throws IOException {
    ledger.commit(changes, () -> database.write(true, filling));
    digest = after.fork();
  }

  @Override
  public boolean forget(Cid content) throws IOException {
    Page.Request any = Page.Request.first(1);
    return history.records(new RecordQuery.OfContent(content), any).items().isEmpty()
        && records.remove(content);
  }

  @Override
  public StoreFigures figures() throws IOException {
    long memtables = 0;
    long tables = 0;
    for (Column column : Column.values()) {
      memtables += database.bytesOf(column, "rocksdb.size-all-mem-tables");
      tables += database.bytesOf(column, "rocksdb.estimate-table-readers-mem");
    }
    return new StoreFigures(
        database.bytesOf(Column.META, "rocksdb.block-cache-usage"),
        memtables,
        tables,
        limits.nativeBudgetBytes(),
        diskBytes(),
        database.openSnapshots());
  }

  private long diskBytes() throws IOException {
    long[] bytes = new long[1];
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += attributes.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            // Compaction deletes files while they are being listed.
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return bytes[0];
  }

  @Override
  public void close() throws IOException {
    database.close();
    lock.close();
  }
}
