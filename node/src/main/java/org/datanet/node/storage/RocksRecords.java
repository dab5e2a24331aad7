package org.datanet.node.storage;

import java.io.IOException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.content.Cid;

/** Contents in their column; the sum of their sizes is written with each change. */
final class RocksRecords implements RecordStore {

  private final Database database;

  /** One writer at a time, so that the sum stays true. */
  private final Object writing = new Object();

  private volatile long totalBytes;

  private RocksRecords(Database database, long totalBytes) {
    this.database = database;
    this.totalBytes = totalBytes;
  }

  static RocksRecords over(Database database) throws IOException {
    long total =
        database.get(Column.META, KeyLayout.CONTENT_BYTES).map(KeyLayout::numberOf).orElse(0L);
    return new RocksRecords(database, total);
  }

  @Override
  public void put(Cid cid, Bytes content) throws IOException {
    if (content.size() > CONTENT_BYTES_MAX) {
      throw new IllegalArgumentException("content of " + content.size() + " bytes");
    }
    synchronized (writing) {
      if (!has(cid)) {
        write(cid, Optional.of(content), totalBytes + content.size());
      }
    }
  }

  @Override
  public boolean remove(Cid cid) throws IOException {
    synchronized (writing) {
      Optional<Bytes> held = get(cid);
      if (held.isPresent()) {
        write(cid, Optional.empty(), totalBytes - held.get().size());
      }
      return held.isPresent();
    }
  }

  private void write(Cid cid, Optional<Bytes> content, long total) throws IOException {
    database.write(
        false,
        writes -> {
          byte[] key = KeyLayout.content(cid);
          if (content.isPresent()) {
            writes.put(Column.CONTENT, key, content.get().toArrayUnsafe());
          } else {
            writes.delete(Column.CONTENT, key);
          }
          writes.put(Column.META, KeyLayout.CONTENT_BYTES, KeyLayout.number(total));
        });
    totalBytes = total;
  }

  @Override
  public Optional<Bytes> get(Cid cid) throws IOException {
    return database.get(Column.CONTENT, KeyLayout.content(cid)).map(Bytes::wrap);
  }

  @Override
  public boolean has(Cid cid) throws IOException {
    return database.has(Column.CONTENT, KeyLayout.content(cid));
  }

  @Override
  public long totalBytes() {
    return totalBytes;
  }
}
