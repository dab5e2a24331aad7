package org.datanet.protocol.consensus;

/** The two votes of a round, in the order in which they are cast. */
public enum VoteType {
  PREVOTE,
  PRECOMMIT
}
