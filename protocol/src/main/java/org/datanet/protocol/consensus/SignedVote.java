package org.datanet.protocol.consensus;

import org.apache.tuweni.bytes.Bytes;

/**
 * A vote and its 64-byte signature, verified before it gets here: this package never looks inside
 * the signature.
 *
 * @throws IllegalArgumentException if the signature is not 64 bytes long
 */
public record SignedVote(Vote vote, Bytes signature) implements ConsensusMessage {

  public SignedVote {
    if (signature.size() != ConsensusLimits.SIGNATURE_BYTES) {
      throw new IllegalArgumentException("signature of " + signature.size() + " bytes");
    }
  }
}
