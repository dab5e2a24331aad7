package org.datanet.node.storage;

import java.io.IOException;
import java.util.Optional;

/** Reading the columns: the latest state, or one that is held by a view. */
interface Reads {

  Optional<byte[]> get(Column column, byte[] key) throws IOException;

  /**
   * Visits keys that start with {@code prefix}, in order, from {@code from} on, until the visitor
   * has enough.
   */
  void scan(Column column, byte[] prefix, byte[] from, Visitor visitor) throws IOException;

  /** The last key that starts with {@code prefix}. */
  Optional<byte[]> lastKey(Column column, byte[] prefix) throws IOException;

  /** Sees one entry; false ends the scan. */
  @FunctionalInterface
  interface Visitor {
    boolean visit(byte[] key, byte[] value);
  }
}
