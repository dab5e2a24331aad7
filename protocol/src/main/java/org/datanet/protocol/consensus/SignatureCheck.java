package org.datanet.protocol.consensus;

import org.apache.tuweni.bytes.Bytes;

/** The strict Ed25519 rule over a vote's signing bytes, supplied by the caller. */
@FunctionalInterface
public interface SignatureCheck {

  /** Whether {@code signature} is {@code vote.validator()}'s over this vote. */
  boolean isValid(Vote vote, Bytes signature);
}
