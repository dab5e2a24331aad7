package org.datanet.protocol.operation;

import org.apache.tuweni.bytes.Bytes;

/** A well-formed operation whose signature nobody has looked at yet. */
public final class UnverifiedOperation {

  private final SignedOperation candidate;
  private final Bytes payload;
  private final Bytes signature;

  UnverifiedOperation(SignedOperation candidate, Bytes payload, Bytes signature) {
    this.candidate = candidate;
    this.payload = payload;
    this.signature = signature;
  }

  /** The hash of the whole envelope, signature included: the key of a cache of verified ids. */
  public OperationId id() {
    return candidate.id();
  }

  /**
   * For envelopes that this node verified before, such as those of its own store, or whose id is in
   * its cache of verified ids.
   */
  public SignedOperation assumeVerified() {
    return candidate;
  }

  Bytes payload() {
    return payload;
  }

  Bytes signature() {
    return signature;
  }
}
