package org.datanet.node.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One writer, or any number of processes that read. RocksDB's own lock does not hold readers off a
 * store that is being written, and they would take vanishing files for damage.
 *
 * <p>The lock's file also carries two marks, the last epoch committed and the last one voted in,
 * written after the database has synced them. RocksDB takes a manifest or log whose end was cut off
 * for one that was never written, and opens an older state; the marks tell.
 */
final class StoreLock implements Closeable {

  private static final String FILE = "datanet.lock";

  /**
   * Folders locked by this process. Closing any channel of a file drops the process' POSIX locks on
   * it, so a second channel must never be opened here.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  /** What the marks stand for; each is 8 bytes, the epoch and one, so that 0 says nothing. */
  enum Mark {
    COMMITTED,
    VOTED
  }

  private StoreLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static boolean isLockFile(Path file) {
    return file.endsWith(FILE);
  }

  /**
   * @throws StoreRefusedException LOCKED, or NOT_A_STORE where there is no lock file to read
   */
  static StoreLock acquire(Path directory, StoreMode mode) throws IOException {
    Path real = directory.toRealPath();
    if (!HELD.add(real)) {
      throw locked(directory, "this process has it open already");
    }
    boolean acquired = false;
    try {
      StoreLock lock = lock(directory, real, mode);
      acquired = true;
      return lock;
    } finally {
      if (!acquired) {
        HELD.remove(real);
      }
    }
  }

  private static StoreLock lock(Path directory, Path real, StoreMode mode) throws IOException {
    Path file = real.resolve(FILE);
    if (mode == StoreMode.READ_ONLY && !Files.exists(file)) {
      throw new StoreRefusedException(
          StoreRefusedException.Code.NOT_A_STORE, "there is no store in " + directory);
    }
    FileChannel channel =
        mode == StoreMode.READ_ONLY
            ? FileChannel.open(file, StandardOpenOption.READ)
            : FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, mode == StoreMode.READ_ONLY);
      if (lock == null) {
        throw locked(directory, "another process uses it; stop that node first");
      }
      locked = true;
      return new StoreLock(real, channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /** The last epoch marked, −1 if there is none. */
  long marked(Mark mark) throws IOException {
    ByteBuffer value = ByteBuffer.allocate(Long.BYTES);
    int read = channel.read(value, (long) mark.ordinal() * Long.BYTES);
    return read < Long.BYTES ? -1 : value.getLong(0) - 1;
  }

  /** Not synced: a mark that is behind after a loss of power refuses nothing. */
  void mark(Mark mark, long epoch) throws IOException {
    ByteBuffer value = ByteBuffer.allocate(Long.BYTES).putLong(0, epoch + 1);
    channel.write(value, (long) mark.ordinal() * Long.BYTES);
  }

  private static StoreRefusedException locked(Path directory, String why) {
    return new StoreRefusedException(
        StoreRefusedException.Code.LOCKED, "the store in " + directory + " is in use: " + why);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(directory);
    }
  }
}
