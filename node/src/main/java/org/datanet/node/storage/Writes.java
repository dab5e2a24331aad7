package org.datanet.node.storage;

import java.io.IOException;
import java.util.Map;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Changes that reach the disk together or not at all. */
final class Writes {

  private final WriteBatch batch;
  private final Map<Column, ColumnFamilyHandle> families;

  Writes(WriteBatch batch, Map<Column, ColumnFamilyHandle> families) {
    this.batch = batch;
    this.families = families;
  }

  /** Fills a batch. */
  @FunctionalInterface
  interface Filling {
    void fill(Writes writes) throws IOException;
  }

  void put(Column column, byte[] key, byte[] value) throws IOException {
    try {
      batch.put(Database.family(families, column), key, value);
    } catch (RocksDBException e) {
      throw Database.failure(e);
    }
  }

  void delete(Column column, byte[] key) throws IOException {
    try {
      batch.delete(Database.family(families, column), key);
    } catch (RocksDBException e) {
      throw Database.failure(e);
    }
  }

  /** Deletes all keys from {@code from} on that are less than {@code to}. */
  void deleteRange(Column column, byte[] from, byte[] to) throws IOException {
    try {
      batch.deleteRange(Database.family(families, column), from, to);
    } catch (RocksDBException e) {
      throw Database.failure(e);
    }
  }
}
