package org.datanet.protocol.epoch;

/**
 * The rules contradict themselves: a bug of ours, never bad input. Nobody catches it; the node
 * stops with its input saved. ECONOMICS §1.4.
 */
public final class InvariantViolation extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  public InvariantViolation(String message) {
    super(message);
  }

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvariantViolation(message);
    }
  }
}
