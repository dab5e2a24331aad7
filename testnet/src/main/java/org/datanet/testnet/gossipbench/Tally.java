package org.datanet.testnet.gossipbench;

/**
 * What came to one subscriber of one stretch of messages.
 *
 * @param distinct messages of the stretch
 * @param doubled that came again, or of an earlier stretch
 * @param firstNanos when the first came, by the monotonic clock of this machine; 0 where none did
 * @param lastNanos when the last came
 * @param p50Nanos from the publication to the handler
 */
record Tally(
    long distinct,
    long doubled,
    long firstNanos,
    long lastNanos,
    long p50Nanos,
    long p99Nanos,
    long maxNanos) {

  /** Messages a second from the first to the last; 0 where there are not two. */
  double perSecond() {
    return distinct < 2 ? 0 : (distinct - 1) * 1e9 / Math.max(1, lastNanos - firstNanos);
  }
}
