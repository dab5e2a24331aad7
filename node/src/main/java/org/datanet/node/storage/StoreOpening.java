package org.datanet.node.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.storage.StoreRefusedException.Code;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.hashing.LtHash;
import org.datanet.protocol.wire.DecidedEpoch;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Decides whether a folder may be opened. Everything is checked through a read-only database first,
 * since opening for writing already changes files.
 */
final class StoreOpening {

  private static final Set<Column> ALL_COLUMNS = EnumSet.allOf(Column.class);

  private final Path directory;
  private final StoreIdentity identity;
  private final StoreLimits limits;
  private final StoreLock lock;

  StoreOpening(Path directory, StoreIdentity identity, StoreLimits limits, StoreLock lock) {
    this.directory = directory;
    this.identity = identity;
    this.limits = limits;
    this.lock = lock;
  }

  /** An open database with the digest of its committed state. */
  record Opened(Database database, BucketDigest digest) {}

  Opened open(StoreMode mode, NativeHandles handles) throws IOException {
    if (isEmpty()) {
      if (mode == StoreMode.READ_ONLY) {
        throw notAStore();
      }
      return create(handles);
    }
    requireCurrentFile();
    return switch (mode) {
      case READ_ONLY -> {
        Database database = openExisting(true, columns(), handles);
        if (!isIdentified(database)) {
          throw unidentified();
        }
        yield new Opened(database, checkedDigest(database));
      }
      case READ_WRITE -> {
        Optional<BucketDigest> checked = check();
        yield checked.isEmpty()
            ? create(handles)
            : new Opened(openExisting(false, ALL_COLUMNS, handles), checked.get());
      }
    };
  }

  /** Empty if the process that was making the store ended before it was done. */
  private Optional<BucketDigest> check() throws IOException {
    try (NativeHandles handles = new NativeHandles()) {
      Set<Column> columns = columns();
      Database database = openExisting(true, columns, handles);
      if (isIdentified(database)) {
        return Optional.of(checkedDigest(database));
      }
      List<byte[]> foreign = new ArrayList<>();
      for (Column column : columns) {
        database.scan(
            column,
            KeyLayout.ALL,
            KeyLayout.ALL,
            (key, value) -> {
              foreign.add(key);
              return false;
            });
      }
      if (!foreign.isEmpty() || lock.marked(StoreLock.Mark.COMMITTED) >= 0) {
        throw unidentified();
      }
      return Optional.empty();
    }
  }

  private Opened create(NativeHandles handles) throws IOException {
    Database database = openExisting(false, ALL_COLUMNS, handles);
    database.write(
        true,
        writes -> {
          writes.put(Column.META, KeyLayout.NETWORK, identity.networkId().toArray());
          writes.put(Column.META, KeyLayout.FORMAT, KeyLayout.number(identity.formatVersion()));
        });
    return new Opened(database, BucketDigest.empty());
  }

  private Database openExisting(boolean readOnly, Set<Column> columns, NativeHandles handles)
      throws IOException {
    try {
      return Database.open(directory, columns, readOnly, limits, handles);
    } catch (RocksDBException e) {
      throw refusal(e);
    }
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.allMatch(StoreLock::isLockFile);
    }
  }

  /** RocksDB would take a folder without this file for a new one. */
  private void requireCurrentFile() throws IOException {
    if (Files.exists(directory.resolve("CURRENT"))) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      boolean remains =
          files
              .map(file -> file.getFileName().toString())
              .anyMatch(name -> name.startsWith("MANIFEST-") || name.endsWith(".sst"));
      throw remains ? corrupt("the file CURRENT is missing") : notAStore();
    }
  }

  /** Columns of ours that the store has; the default one is always there. */
  private Set<Column> columns() throws IOException {
    Set<Column> columns = EnumSet.noneOf(Column.class);
    try (Options options = new Options()) {
      for (byte[] name : RocksDB.listColumnFamilies(options, directory.toString())) {
        for (Column column : Column.values()) {
          if (column.familyName().equals(new String(name, US_ASCII))) {
            columns.add(column);
          }
        }
      }
    } catch (RocksDBException e) {
      throw refusal(e);
    }
    if (!columns.contains(Column.META)) {
      throw corrupt("CURRENT or the MANIFEST it names is unreadable");
    }
    return columns;
  }

  /**
   * Whether the store says whose it is.
   *
   * @throws StoreRefusedException if that is another network or format
   */
  private boolean isIdentified(Database database) throws IOException {
    Optional<byte[]> network = database.get(Column.META, KeyLayout.NETWORK);
    Optional<byte[]> format = database.get(Column.META, KeyLayout.FORMAT);
    if (network.isEmpty() || format.isEmpty()) {
      return false;
    }
    long version = KeyLayout.numberOf(format.get());
    if (version != identity.formatVersion()) {
      throw new StoreRefusedException(
          Code.WRONG_VERSION,
          "the store in "
              + directory
              + " has format "
              + version
              + ", this program reads format "
              + identity.formatVersion()
              + "; use the program that wrote it, or start with an empty folder and catch up");
    }
    Bytes32 found = Bytes32.wrap(network.get());
    if (!found.equals(identity.networkId())) {
      throw new StoreRefusedException(
          Code.WRONG_NETWORK,
          "the store in "
              + directory
              + " belongs to network "
              + found.toUnprefixedHexString()
              + ", not to "
              + identity.networkId().toUnprefixedHexString()
              + "; give each network its own folder");
    }
    return true;
  }

  private BucketDigest checkedDigest(Database database) throws IOException {
    if (!columns().equals(ALL_COLUMNS)) {
      throw corrupt("column families are missing");
    }
    long last = new EpochReads(database).lastEpoch().orElse(-1);
    long committed = lock.marked(StoreLock.Mark.COMMITTED);
    if (last < committed) {
      throw corrupt("epoch " + committed + " had been committed and is gone");
    }
    long voted = lock.marked(StoreLock.Mark.VOTED);
    if (voted > last && new RocksVotes(database, lock).read(voted).isEmpty()) {
      throw corrupt("votes of the undecided epoch " + voted + " are gone");
    }
    return digestOf(database);
  }

  /** The stored lanes, whose root must be what the last epoch states. */
  private BucketDigest digestOf(Database database) throws IOException {
    BucketDigest digest = BucketDigest.empty();
    List<String> defects = new ArrayList<>();
    database.scan(
        Column.LEDGER,
        KeyLayout.BUCKETS,
        KeyLayout.BUCKETS,
        (key, lanes) -> {
          int bucket = Short.toUnsignedInt(ByteBuffer.wrap(key, 1, 2).getShort());
          if (lanes.length != LtHash.STATE_BYTES || bucket >= BucketDigest.BUCKETS) {
            defects.add("bucket " + bucket + " has " + lanes.length + " bytes");
            return false;
          }
          digest.restore(bucket, lanes);
          return true;
        });
    Bytes32 expected = statedDigest(database);
    if (defects.isEmpty() && !digest.root().equals(expected)) {
      defects.add(
          "its ledger's digest is " + digest.root() + ", the last epoch states " + expected);
    }
    if (!defects.isEmpty()) {
      throw corrupt(defects.get(0));
    }
    return digest;
  }

  private Bytes32 statedDigest(Database database) throws IOException {
    EpochReads epochs = new EpochReads(database);
    OptionalLong last = epochs.lastEpoch();
    if (last.isEmpty()) {
      return BucketDigest.empty().root();
    }
    if (last.getAsLong() == 0) {
      return Bytes32.wrap(
          database
              .get(Column.META, KeyLayout.GENESIS_DIGEST)
              .orElseThrow(() -> corrupt("the digest of genesis is missing")));
    }
    DecidedEpoch header =
        epochs
            .header(last.getAsLong())
            .orElseThrow(() -> corrupt("epoch " + last.getAsLong() + " is missing"));
    return Bytes32.wrap(header.getBatch().getStateDigest().toByteArray());
  }

  private IOException refusal(RocksDBException e) {
    Status status = e.getStatus();
    String text = String.valueOf(e.getMessage());
    if (status == null) {
      return Database.failure(e);
    }
    return switch (status.getCode()) {
      case Corruption, InvalidArgument, NotFound, Incomplete -> corrupt(text, e);
      case IOError -> {
        if (text.contains("lock")) {
          yield new StoreRefusedException(
              Code.LOCKED, "the store in " + directory + " is in use: " + text, e);
        }
        yield text.contains("No such file") ? corrupt(text, e) : Database.failure(e);
      }
      default -> Database.failure(e);
    };
  }

  private StoreRefusedException corrupt(String what) {
    return new StoreRefusedException(Code.CORRUPT, corruptMessage(what));
  }

  private StoreRefusedException corrupt(String what, RocksDBException cause) {
    return new StoreRefusedException(Code.CORRUPT, corruptMessage(what), cause);
  }

  private String corruptMessage(String what) {
    return "the store in "
        + directory
        + " is damaged ("
        + what
        + "); put back a copy of the whole folder, or move it away and let the node catch up from"
        + " its peers. A validator that lost its votes should wait an epoch before it votes again";
  }

  private StoreRefusedException unidentified() throws IOException {
    return lock.marked(StoreLock.Mark.COMMITTED) >= 0
        ? corrupt("what it was and held is gone")
        : notAStore();
  }

  private StoreRefusedException notAStore() {
    return new StoreRefusedException(
        Code.NOT_A_STORE, directory + " holds other files or no store; name an empty folder");
  }
}
