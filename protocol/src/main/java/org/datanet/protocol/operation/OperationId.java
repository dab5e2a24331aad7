package org.datanet.protocol.operation;

import java.util.Arrays;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;

/**
 * The sha2-256 digest of a whole envelope as received; its text form is the envelope's CIDv1 (raw).
 * Ordered by unsigned bytes. docs/protocol.md §2.
 */
public record OperationId(Bytes32 digest) implements Comparable<OperationId> {

  public OperationId {
    // One flat array: these are compared far more often than they are made.
    digest = Bytes32.wrap(digest.toArrayUnsafe());
  }

  public static OperationId of(Bytes envelope) {
    return of(envelope.toArrayUnsafe());
  }

  public static OperationId of(byte[] envelope) {
    return new OperationId(Cid.ofContent(envelope).digest());
  }

  /** Reads {@link #toString()}'s form; empty for any other text. */
  public static Optional<OperationId> parse(String text) {
    return Cid.parse(text).map(cid -> new OperationId(cid.digest()));
  }

  public Cid cid() {
    return new Cid(digest);
  }

  @Override
  public int compareTo(OperationId other) {
    return Arrays.compareUnsigned(digest.toArrayUnsafe(), other.digest.toArrayUnsafe());
  }

  /** {@code bafkrei…} */
  @Override
  public String toString() {
    return cid().toString();
  }
}
