package org.datanet.node.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Own messages, numbered inside their epoch. */
final class RocksVotes implements VoteLog {

  private final Database database;
  private final StoreLock lock;
  private final Object writing = new Object();

  /** The epoch that {@link #nextNumber} counts in; appends stay in one epoch for long. */
  private long currentEpoch = -1;

  private int nextNumber;

  RocksVotes(Database database, StoreLock lock) {
    this.database = database;
    this.lock = lock;
  }

  @Override
  public void append(long epoch, List<Bytes> messages) throws IOException {
    for (Bytes message : messages) {
      if (message.size() > MESSAGE_BYTES_MAX) {
        throw new IllegalArgumentException("message of " + message.size() + " bytes");
      }
    }
    synchronized (writing) {
      if (epoch != currentEpoch) {
        nextNumber = read(epoch).size();
        currentEpoch = epoch;
      }
      database.write(
          true,
          writes -> {
            int number = nextNumber;
            for (Bytes message : messages) {
              writes.put(Column.VOTES, KeyLayout.vote(epoch, number++), message.toArrayUnsafe());
            }
          });
      nextNumber += messages.size();
      lock.mark(StoreLock.Mark.VOTED, epoch);
    }
  }

  @Override
  public List<Bytes> read(long epoch) throws IOException {
    List<Bytes> messages = new ArrayList<>();
    byte[] prefix = KeyLayout.votes(epoch);
    database.scan(
        Column.VOTES,
        prefix,
        prefix,
        (key, value) -> {
          messages.add(Bytes.wrap(value));
          return true;
        });
    return messages;
  }

  @Override
  public void prune(long belowEpoch) throws IOException {
    synchronized (writing) {
      database.write(
          false,
          writes ->
              writes.deleteRange(Column.VOTES, KeyLayout.votes(0), KeyLayout.votes(belowEpoch)));
      if (currentEpoch < belowEpoch) {
        currentEpoch = -1;
      }
    }
  }
}
