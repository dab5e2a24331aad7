package org.datanet.protocol.operation;

import org.datanet.protocol.wire.NetworkParameters;

/** What every operation burns: {@code opFee + byteFee · bytes}. docs/protocol.md §2.6. */
public final class FeeRule {

  private FeeRule() {}

  public static long feeMicros(NetworkParameters parameters, SignedOperation operation) {
    return feeMicros(parameters, operation.envelope().size(), operation.operation());
  }

  /**
   * For an envelope that is yet to be made: its size depends on nothing but the operation, so a
   * draft signed with any key has the same.
   */
  public static long feeMicros(
      NetworkParameters parameters, int envelopeBytes, Operation operation) {
    long bytes =
        operation instanceof Operation.Contribute opening
            ? Math.addExact(envelopeBytes, opening.sizeBytes())
            : envelopeBytes;
    return Math.addExact(
        parameters.getOpFeeMicros(), Math.multiplyExact(parameters.getByteFeeMicros(), bytes));
  }
}
