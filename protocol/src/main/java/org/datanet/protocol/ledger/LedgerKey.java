package org.datanet.protocol.ledger;

import com.google.protobuf.MessageLite;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** A typed key: the table's tag and its parts. Ordered by unsigned bytes, shorter first. */
public record LedgerKey<T extends MessageLite>(LedgerTable<T> table, Bytes bytes)
    implements Comparable<LedgerKey<?>> {

  public LedgerKey {
    // One flat array: keys are compared far more often than they are made.
    bytes = Bytes.wrap(bytes.toArrayUnsafe());
  }

  @Override
  public int compareTo(LedgerKey<?> other) {
    return Arrays.compareUnsigned(bytes.toArrayUnsafe(), other.bytes.toArrayUnsafe());
  }

  /** A part of the key, counted without the tag. */
  public Bytes part(int offset, int length) {
    return bytes.slice(1 + offset, length);
  }
}
