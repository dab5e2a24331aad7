package org.datanet.testnet.lexicon;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What a panel of {@code k} independent curators that accepts on {@code q} approvals lets through,
 * from the binomial distribution. For reports beside a run; no rule reads it.
 *
 * @param recall share of good records that are accepted, 0 to 1
 * @param junkAccepted share of junk records that are accepted, 0 to 1
 * @param precision share of accepted records that are good, 0 to 1; 1 when nothing is expected to
 *     be accepted
 */
public record PanelExpectation(double recall, double junkAccepted, double precision) {
  private static final int PPM = 1_000_000;

  /** Counts are of the records that reach a panel: exact copies are refused before one is drawn. */
  public static PanelExpectation of(
      int panelSize, int acceptQuorum, int accuracyPpm, int goodCount, int junkCount) {
    if (acceptQuorum < 0 || acceptQuorum > panelSize) {
      throw new IllegalArgumentException("quorum " + acceptQuorum + " of " + panelSize);
    }
    if (accuracyPpm < 0 || accuracyPpm > PPM || goodCount < 0 || junkCount < 0) {
      throw new IllegalArgumentException("an accuracy or a count is out of range");
    }
    double recall = atLeast(acceptQuorum, panelSize, accuracyPpm);
    double junkAccepted = atLeast(acceptQuorum, panelSize, PPM - accuracyPpm);
    double good = goodCount * recall;
    double accepted = good + junkCount * junkAccepted;
    return new PanelExpectation(recall, junkAccepted, accepted == 0 ? 1 : good / accepted);
  }

  /** P(X ≥ q), X binomial(k, p): summed exactly in integers, divided once. */
  private static double atLeast(int q, int k, int chancePpm) {
    BigInteger yes = BigInteger.valueOf(chancePpm);
    BigInteger no = BigInteger.valueOf(PPM - chancePpm);
    BigInteger choose = BigInteger.ONE; // C(k, 0)
    BigInteger ways = BigInteger.ZERO;
    for (int approvals = 0; approvals <= k; approvals++) {
      if (approvals >= q) {
        ways = ways.add(choose.multiply(yes.pow(approvals)).multiply(no.pow(k - approvals)));
      }
      choose =
          choose
              .multiply(BigInteger.valueOf(k - approvals))
              .divide(BigInteger.valueOf(approvals + 1L));
    }
    return new BigDecimal(ways).movePointLeft(6 * k).doubleValue();
  }
}
