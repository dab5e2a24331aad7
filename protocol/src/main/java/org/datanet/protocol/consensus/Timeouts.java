package org.datanet.protocol.consensus;

/**
 * How long a round waits, in ms; each wait grows with the round, so that rounds get longer than any
 * finite network delay.
 *
 * @throws IllegalArgumentException if a duration is negative or longer than an hour (a typing
 *     error, not a wish)
 */
public record Timeouts(
    long proposeMs,
    long proposeGrowthMs,
    long prevoteMs,
    long prevoteGrowthMs,
    long precommitMs,
    long precommitGrowthMs) {

  private static final long DURATION_MAX_MS = 3_600_000;

  /** DESIGN §5. */
  public static final Timeouts STANDARD = new Timeouts(1_000, 500, 500, 250, 500, 250);

  public Timeouts {
    requireDuration(proposeMs);
    requireDuration(proposeGrowthMs);
    requireDuration(prevoteMs);
    requireDuration(prevoteGrowthMs);
    requireDuration(precommitMs);
    requireDuration(precommitGrowthMs);
  }

  /** The paper's timeoutPropose(r), timeoutPrevote(r), timeoutPrecommit(r). */
  public long durationMs(TimeoutKind kind, int round) {
    ConsensusLimits.requireRound(round);
    return switch (kind) {
      case PROPOSE -> proposeMs + round * proposeGrowthMs;
      case PREVOTE -> prevoteMs + round * prevoteGrowthMs;
      case PRECOMMIT -> precommitMs + round * precommitGrowthMs;
    };
  }

  private static void requireDuration(long durationMs) {
    if (durationMs < 0 || durationMs > DURATION_MAX_MS) {
      throw new IllegalArgumentException("duration of " + durationMs + " ms");
    }
  }
}
