package org.datanet.node.libp2p.kad;

/** Requests that a peer may still make: a burst, and then so many a second. */
final class Allowance {

  private static final long MS_PER_REQUEST = 1_000 / KadLimits.REQUESTS_PER_SECOND_MAX;
  private static final long FULL_MS = KadLimits.REQUESTS_BURST_MAX * MS_PER_REQUEST;

  /** When all will be there again. */
  private long fullAtMs;

  Allowance(long nowMs) {
    this.fullAtMs = nowMs;
  }

  /** False where there is none left. */
  boolean take(long nowMs) {
    long spentUntilMs = Math.max(fullAtMs, nowMs) + MS_PER_REQUEST;
    if (spentUntilMs - nowMs > FULL_MS) {
      return false;
    }
    fullAtMs = spentUntilMs;
    return true;
  }

  /** True where there is nothing to remember. */
  boolean isFull(long nowMs) {
    return nowMs >= fullAtMs;
  }
}
