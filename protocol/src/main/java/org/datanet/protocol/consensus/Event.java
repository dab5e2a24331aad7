package org.datanet.protocol.consensus;

import org.apache.tuweni.bytes.Bytes32;

/**
 * What can happen to an {@link EpochConsensus}. Messages of peers are verified (signature, signer)
 * before they come here.
 */
public sealed interface Event {

  /**
   * Begin, or after a restore go on, with the epoch. What arrives earlier is kept and counts from
   * here.
   */
  record Start() implements Event {}

  /**
   * A proposal signed by its proposer. Its value may still be unjudged: the machine then asks and
   * goes on.
   */
  record ProposalReceived(Proposal proposal, Validity validity) implements Event {}

  /** The answer to {@link Output.Validate}; the same for a value whenever it is given. */
  record ProposalValidated(Bytes32 valueId, boolean valid) implements Event {}

  /** A verified vote of a peer, or an echo of our own. */
  record VoteReceived(SignedVote vote) implements Event {}

  /**
   * A timer of {@link Output.ScheduleTimeout} ran out. Timers are never cancelled: one that is late
   * is ignored.
   */
  record TimeoutElapsed(TimeoutKind kind, int round) implements Event {}

  /** The vote of {@link Output.SignVote} is on disk and signed. */
  record OwnVoteSigned(SignedVote vote) implements Event {}

  /** The answer to {@link Output.BuildValue}: a value that is valid because we built it. */
  record OwnValueBuilt(int round, Bytes32 valueId) implements Event {}

  /** What is known of a value when its proposal arrives. */
  enum Validity {
    VALID,
    INVALID,
    PENDING
  }
}
