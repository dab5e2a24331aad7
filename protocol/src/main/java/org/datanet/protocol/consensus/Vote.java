package org.datanet.protocol.consensus;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.AccountId;

/**
 * What a validator signs in a round. An empty {@code valueId} is the paper's nil.
 *
 * @throws IllegalArgumentException if the epoch is negative or the round is out of [0, {@link
 *     ConsensusLimits#ROUND_MAX}]; a decoder checks both before it builds a vote
 */
public record Vote(
    VoteType type, long epoch, int round, Optional<Bytes32> valueId, AccountId validator) {

  public Vote {
    ConsensusLimits.requireEpoch(epoch);
    ConsensusLimits.requireRound(round);
  }

  public boolean isNil() {
    return valueId.isEmpty();
  }

  /** Same validator, epoch, round and type: an honest validator casts at most one such vote. */
  boolean sameSlotAs(Vote other) {
    return type == other.type
        && epoch == other.epoch
        && round == other.round
        && validator.equals(other.validator);
  }
}
