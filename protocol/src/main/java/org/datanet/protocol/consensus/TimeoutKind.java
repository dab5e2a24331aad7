package org.datanet.protocol.consensus;

/**
 * What a timeout waits for: a proposal (line 57), agreeing prevotes (line 61) or agreeing
 * precommits (line 65).
 */
public enum TimeoutKind {
  PROPOSE,
  PREVOTE,
  PRECOMMIT
}
