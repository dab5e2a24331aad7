package org.datanet.protocol.epoch;

import org.datanet.protocol.operation.Refusal;

/** A batch applies as a whole or not at all. */
public sealed interface EpochResult {

  record Applied(EpochOutcome outcome) implements EpochResult {}

  /**
   * @param operationIndex the first operation that does not apply, or −1 where the batch itself is
   *     wrong
   */
  record Refused(int operationIndex, Refusal refusal) implements EpochResult {}
}
