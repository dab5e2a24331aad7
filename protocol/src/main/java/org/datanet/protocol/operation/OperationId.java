package org.datanet.protocol.operation;

import org.apache.tuweni.bytes.Bytes32;

/**
 * The sha2-256 digest of a whole envelope as received; its text form is the envelope's CIDv1 (raw).
 * Ordered by unsigned bytes. docs/protocol.md §2.
 */
public record OperationId(Bytes32 digest) implements Comparable<OperationId> {
  @Override
  public int compareTo(OperationId other) {
    return digest.compareTo(other.digest);
  }
}
