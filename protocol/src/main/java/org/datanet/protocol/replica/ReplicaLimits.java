package org.datanet.protocol.replica;

/** Bounds of a replica's memory, with the reason beside each. */
final class ReplicaLimits {

  private ReplicaLimits() {}

  /** Two full batches: one being decided, one waiting. */
  static final int POOL_OPERATIONS_MAX = 40_000;

  /** Two full batches of 16 MiB. */
  static final long POOL_BYTES_MAX = 32L << 20;

  /**
   * One account cannot fill the pool; a bulk contributor still fits 1,000 records with commit and
   * opening.
   */
  static final int POOL_OPERATIONS_PER_ACCOUNT_MAX = 4_096;

  /**
   * Operations of accounts that cannot pay for what of theirs waits: their money may be on its way,
   * but a made-up account costs nothing, and they must not keep out who pays.
   */
  static final int POOL_UNFUNDED_MAX = 1_024;

  /** A waiting operation that still does not apply after this many epochs leaves the pool. */
  static final int POOL_PATIENCE_EPOCHS = 4;

  /** Both votes of two rounds of the next epoch; whoever is further behind asks its peers. */
  static final int EARLY_VOTES_PER_VALIDATOR_MAX = 4;

  /** Decided epochs of a catch-up that wait to be executed. */
  static final int CATCH_UP_QUEUE_MAX = 256;

  /** How long an epoch may go undecided before the peers are asked what was missed, ms. */
  static final long STALL_MS = 2_000;

  /** How long a node that must stop waits for the tables that show why, ms. */
  static final long HALT_PATIENCE_MS = 3_000;
}
