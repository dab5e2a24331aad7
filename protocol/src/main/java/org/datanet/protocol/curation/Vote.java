package org.datanet.protocol.curation;

/**
 * A panellist's judgement: approve, or refuse with a reason. Only approve against refuse is ever
 * scored; the reason is for people. Codes are part of the protocol. ECONOMICS §4.
 */
public enum Vote {
  APPROVE(1),
  WRONG_LABEL(2),
  LOW_QUALITY(3),
  DUPLICATE(4),
  UNDECLARED_SYNTHETIC(5),
  LICENCE(6),
  OFF_TOPIC(7);

  private final byte code;

  Vote(int code) {
    this.code = (byte) code;
  }

  public byte code() {
    return code;
  }

  public boolean approves() {
    return this == APPROVE;
  }

  /**
   * @throws IllegalArgumentException for a code that no vote has
   */
  public static Vote ofCode(int code) {
    for (Vote vote : values()) {
      if (vote.code == code) {
        return vote;
      }
    }
    throw new IllegalArgumentException("no vote has the code " + code);
  }
}
