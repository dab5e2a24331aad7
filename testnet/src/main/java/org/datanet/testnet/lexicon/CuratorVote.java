package org.datanet.testnet.lexicon;

/** A vote of ECONOMICS §4, as far as a sample needs them; the names are those of the protocol. */
public enum CuratorVote {
  APPROVE,
  WRONG_LABEL,
  LOW_QUALITY,
  DUPLICATE
}
