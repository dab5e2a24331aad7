package org.datanet.protocol.consensus;

import org.apache.tuweni.bytes.Bytes32;

/** What an {@link EpochConsensus} wants done, in order. */
public sealed interface Output {

  /**
   * We propose in {@code round} and no value is known to be valid: build one, answer {@link
   * Event.OwnValueBuilt} (line 18).
   */
  record BuildValue(int round) implements Output {}

  /**
   * Put the proposal on disk, sign it, send it (line 19). Not answered: the machine has already
   * received it.
   */
  record Propose(Proposal proposal) implements Output {}

  /**
   * Fetch and judge the value, then answer {@link Event.ProposalValidated}. Asked once per value.
   */
  record Validate(Bytes32 valueId) implements Output {}

  /**
   * Put the vote on disk, sync, sign, send, and answer {@link Event.OwnVoteSigned}. Sending before
   * syncing would let a crash make us equivocate.
   */
  record SignVote(Vote vote) implements Output {}

  /** Feed {@link Event.TimeoutElapsed} after {@code durationMs}. */
  record ScheduleTimeout(TimeoutKind kind, int round, long durationMs) implements Output {}

  /**
   * The epoch's value, once (line 51). The certificate holds the precommits known now; later ones
   * add to the late one.
   */
  record Decide(Bytes32 valueId, int round, Certificate certificate) implements Output {}

  /** A validator voted twice; given once per validator, round and type. */
  record Evidence(Equivocation equivocation) implements Output {}

  /**
   * A quorum precommitted a value that this node found invalid: its ledger or its program differs
   * from the network's. The node must stop with its input saved. The machine never decides such a
   * value.
   */
  record CertifiedInvalid(Certificate certificate) implements Output {}

  /** The event changed nothing, for this reason. */
  record Ignored(IgnoreReason reason) implements Output {}
}
