package org.datanet.protocol.consensus;

/** Why an event changed nothing. Only the first three say anything about the sender. */
public enum IgnoreReason {
  /** The message is of another epoch. */
  WRONG_EPOCH,
  /** The vote's validator is not in the epoch's set. */
  NOT_A_VALIDATOR,
  /** The proposal comes from somebody whose turn it is not. */
  NOT_THE_PROPOSER,
  /** The same message was counted before, or its proof of equivocation was reported before. */
  DUPLICATE,
  /**
   * The round already has a proposal of its proposer; a quorum for another value is followed
   * without it.
   */
  SECOND_PROPOSAL,
  /** The round is over, or the epoch is decided, and the message can no longer matter. */
  STALE,
  /** Beyond the rounds kept for this sender; it sends newer ones when it gets on. */
  TOO_FAR_AHEAD,
  /** The validator's conflicting votes of this round and type are already enough. */
  TOO_MANY_CONFLICTS
}
