package org.datanet.node.client;

/**
 * How long a call may take.
 *
 * @param connectMs until the connection stands
 * @param readMs from there until the answer begins
 */
public record ApiTimeouts(long connectMs, long readMs) {

  public ApiTimeouts {
    if (connectMs < 1 || readMs < 1) {
      throw new IllegalArgumentException("timeouts are positive");
    }
  }

  /** Patient enough for a thousand operations on a busy machine, not for a dead one. */
  public static ApiTimeouts defaults() {
    return new ApiTimeouts(3_000, 30_000);
  }
}
