package org.datanet.protocol.curation;

/** What a curator's share of the pot is measured by. ECONOMICS §4, "Curator weight". */
public final class CuratorWeights {

  private CuratorWeights() {}

  /**
   * {@code max(0, Σ(s − margin))} over the window's scored votes, clamped only after the sum, so
   * that splitting a record among accounts hides no bad vote. The gate is applied by the caller.
   *
   * @param scoresSumPpm Σ s
   * @param scoredVotes their number; below {@code votesMin} the weight is 0
   */
  public static long weight(long scoresSumPpm, int scoredVotes, int votesMin, int marginPpm) {
    if (scoredVotes < votesMin) {
      return 0;
    }
    return Math.max(0, scoresSumPpm - (long) scoredVotes * marginPpm);
  }
}
