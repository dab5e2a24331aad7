package org.datanet.protocol.consensus;

import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.AccountId;

/**
 * The paper's PROPOSAL message, its signature by {@code proposer} verified before it gets here.
 *
 * @param validRound the earlier round in which &gt; ⅔ prevoted the value, or {@link #FRESH}
 * @throws IllegalArgumentException if a number is out of its range; a decoder checks them before it
 *     builds a proposal
 */
public record Proposal(long epoch, int round, Bytes32 valueId, int validRound, AccountId proposer)
    implements ConsensusMessage {

  /** The paper's validRound −1: a value that no quorum has prevoted yet. */
  public static final int FRESH = -1;

  public Proposal {
    ConsensusLimits.requireEpoch(epoch);
    ConsensusLimits.requireRound(round);
    if (validRound < FRESH || validRound >= round) {
      throw new IllegalArgumentException("valid round " + validRound + " of round " + round);
    }
  }

  public boolean isFresh() {
    return validRound == FRESH;
  }
}
