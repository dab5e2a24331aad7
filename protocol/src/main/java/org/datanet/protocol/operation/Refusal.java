package org.datanet.protocol.operation;

/**
 * A refusal with its reason code and what exactly was wrong, such as {@code INSUFFICIENT_BALANCE,
 * "needs 1,200 µ, has 900 µ"}. The detail is for people and never read by a rule.
 */
public record Refusal(Reason reason, String detail) {

  public static Refusal of(Reason reason) {
    return new Refusal(reason, "");
  }

  /** The reason's text and the detail in one line. */
  public String message() {
    return detail.isEmpty() ? reason.text() : reason.text() + ": " + detail;
  }
}
