package org.datanet.testnet.lexicon;

import org.datanet.protocol.curation.Vote;

/** What a record of a sample really is, which no node is told. */
public enum Truth {
  /**
   * As WordNet has it. One pair in some thousands of records is that near by itself ("position 13
   * in a countable series of things", "position 14 …"): deduplication joins it, rightly by its
   * rule.
   */
  GOOD(Vote.APPROVE),
  /** The gloss and examples of another term. */
  SWAPPED_GLOSS(Vote.LOW_QUALITY),
  /** Another lexicographer class than WordNet's. */
  WRONG_LABEL(Vote.WRONG_LABEL),
  /** The very bytes of an earlier good record: its CID exists already, no panel needs to see it. */
  COPY(Vote.DUPLICATE),
  /**
   * An earlier good record with a few bytes changed, within the Jaccard threshold of ECONOMICS §4.
   */
  NEAR_COPY(Vote.DUPLICATE);

  private final Vote accurateVote;

  Truth(Vote accurateVote) {
    this.accurateVote = accurateVote;
  }

  /** The vote of a curator who sees the truth. */
  public Vote accurateVote() {
    return accurateVote;
  }

  public boolean isGood() {
    return this == GOOD;
  }

  boolean repeatsAnEarlierRecord() {
    return this == COPY || this == NEAR_COPY;
  }
}
