package org.datanet.protocol.consensus;

import org.apache.tuweni.bytes.Bytes32;

/**
 * A value and the round that gave it its standing: the paper's (lockedRound, lockedValue),
 * (validRound, validValue).
 */
record RoundValue(int round, Bytes32 valueId) {

  /** The paper's (−1, nil); compare rounds with it, but never its value. */
  static final RoundValue NONE = new RoundValue(-1, Bytes32.ZERO);

  boolean isNone() {
    return round < 0;
  }
}
