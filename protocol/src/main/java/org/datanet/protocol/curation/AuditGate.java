package org.datanet.protocol.curation;

/**
 * Whether a curator's votes tell good from junk where a later random jury settled which was which.
 * Scores alone can be gamed by coordinating on any cheap signal. ECONOMICS §4, "Gate".
 */
public enum AuditGate {
  /** Pay flows. */
  OPEN,
  /** Too few audited votes to tell: pay accrues. */
  ESCROW,
  /** Judged, and found not to discriminate. */
  CLOSED;

  /** {@code gateMin}: audited records of each kind before the gate decides. */
  private static final int AUDITED_MIN = 8;

  /** {@code gateYoudenPpm} of 300,000 as 3/10: approval of good less approval of junk. */
  private static final int YOUDEN_TENTHS = 3;

  /**
   * @param goodAudited G, audited records found good that the curator voted on
   * @param goodApproved g₁, those of G that the curator approved
   * @param junkAudited J, as G for junk
   * @param junkApproved j₁, those of J that the curator approved
   */
  public static AuditGate of(int goodAudited, int goodApproved, int junkAudited, int junkApproved) {
    if (goodApproved < 0
        || goodApproved > goodAudited
        || junkApproved < 0
        || junkApproved > junkAudited) {
      throw new IllegalArgumentException(
          "approved %d of %d good, %d of %d junk"
              .formatted(goodApproved, goodAudited, junkApproved, junkAudited));
    }
    if (goodAudited < AUDITED_MIN || junkAudited < AUDITED_MIN) {
      return ESCROW;
    }
    long good = goodAudited;
    long junk = junkAudited;
    // J·G·(g₁/G − j₁/J); below 2^62, so ten times it needs the exact product.
    long discrimination = goodApproved * junk - junkApproved * good;
    long required = Math.multiplyExact(YOUDEN_TENTHS * good, junk);
    return Math.multiplyExact(10L, discrimination) >= required ? OPEN : CLOSED;
  }
}
