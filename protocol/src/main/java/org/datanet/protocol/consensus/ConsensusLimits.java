package org.datanet.protocol.consensus;

/** Bounds of one epoch's consensus, each with its reason. */
public final class ConsensusLimits {

  /**
   * Highest round. Timeouts grow by a second per round, so an epoch would be open for thousands of
   * years to get here; it keeps {@code round + 1} far from overflow.
   */
  public static final int ROUND_MAX = 1 << 20;

  /**
   * Validators in a set: a vote of each is counted, kept and carried in a certificate, at about 100
   * bytes.
   */
  public static final int VALIDATORS_MAX = 1_000;

  /**
   * Rounds beyond the next one for which a validator's messages are kept. One is enough to catch up
   * by line 55; two let peers that straddle a round boundary still be counted in the same round.
   */
  static final int FAR_ROUNDS_PER_VALIDATOR_MAX = 2;

  /**
   * Proposals kept for rounds beyond the next one, all proposers' together. Each names a batch of
   * up to a megabyte that somebody holds; a third of a thousand validators could fill a heap with
   * them.
   */
  static final int FAR_PROPOSALS_MAX = 16;

  /**
   * Conflicting votes kept unconditionally for one validator, round and type: two prove the
   * equivocation. More are kept only for values that others voted for too, see {@link VoteKeeper}.
   */
  static final int CONFLICTING_VOTES_MAX = 2;

  /**
   * Length of the proposer rotation: 4,096 slots are computed in about a millisecond and resolve
   * 0.025 % of weight.
   */
  static final int SCHEDULE_SLOTS_MAX = 4_096;

  /** Bytes of an Ed25519 signature. */
  static final int SIGNATURE_BYTES = 64;

  private ConsensusLimits() {}

  static void requireRound(int round) {
    if (round < 0 || round > ROUND_MAX) {
      throw new IllegalArgumentException("round out of [0, " + ROUND_MAX + "]: " + round);
    }
  }

  static void requireEpoch(long epoch) {
    if (epoch < 0) {
      throw new IllegalArgumentException("negative epoch: " + epoch);
    }
  }
}
