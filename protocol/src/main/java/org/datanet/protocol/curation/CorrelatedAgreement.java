package org.datanet.protocol.curation;

/**
 * The score of a vote: how much more its panel agrees with it than voters on other records do.
 * Plain agreement pays "always approve" as much as honesty, this pays it nothing. ECONOMICS §4
 * (Dasgupta–Ghosh 2013; Shnayder et al. 2016).
 */
public final class CorrelatedAgreement {

  /** A seat that committed and did not reveal. */
  public static final int UNREVEALED_PPM = -1_000_000;

  private static final int PANEL_VOTES_MIN = 3;

  /** Below this the base rate of a verdict is noise. */
  private static final int OTHER_VOTES_MIN = 60;

  /** 1/20 = 5 %: where nearly all votes are equal, agreement carries no information. */
  private static final int MINORITY_SHARE_MIN = 20;

  private static final long PPM = 1_000_000;

  private CorrelatedAgreement() {}

  /** What a vote is worth, or why it is not scored. */
  public sealed interface Score {

    /**
     * @param ppm −1,000,000 to 1,000,000
     */
    record Scored(int ppm) implements Score {}

    /** Counts nowhere: neither in a sum nor in a number of votes. */
    record Unscored(Why why) implements Score {}
  }

  /** The first that holds, in this order. */
  public enum Why {
    PANEL_TOO_SMALL,
    TOO_FEW_OTHER_VOTES,
    MINORITY_TOO_SMALL
  }

  /**
   * The score of one vote x, fixed at settlement.
   *
   * @param panelVotes n, revealed votes of the panel, this one included
   * @param agree other panellists who voted x, 0 to n − 1
   * @param otherVotes V, votes by others on other records of the category settled in the window
   * @param otherEqual m, those of V that equal x
   */
  public static Score score(int panelVotes, int agree, long otherVotes, long otherEqual) {
    requireCounts(panelVotes, agree, otherVotes, otherEqual);
    if (panelVotes < PANEL_VOTES_MIN) {
      return new Score.Unscored(Why.PANEL_TOO_SMALL);
    }
    if (otherVotes < OTHER_VOTES_MIN) {
      return new Score.Unscored(Why.TOO_FEW_OTHER_VOTES);
    }
    long minority = Math.min(otherEqual, otherVotes - otherEqual);
    if (Math.multiplyExact(minority, MINORITY_SHARE_MIN) < otherVotes) {
      return new Score.Unscored(Why.MINORITY_TOO_SMALL);
    }
    return new Score.Scored(scorePpm(panelVotes, agree, otherVotes, otherEqual));
  }

  /**
   * {@code floorDiv(10^6·(agree·V − (n−1)·m), (n−1)·V)}, whether or not the vote is to be scored.
   *
   * @throws IllegalArgumentException for a panel of one or no other votes, where nothing is defined
   */
  static int scorePpm(int panelVotes, int agree, long otherVotes, long otherEqual) {
    requireCounts(panelVotes, agree, otherVotes, otherEqual);
    if (panelVotes < 2 || otherVotes < 1) {
      throw new IllegalArgumentException("no peer or no base rate to compare with");
    }
    long peers = panelVotes - 1;
    long numerator =
        Math.subtractExact(
            Math.multiplyExact(agree, otherVotes), Math.multiplyExact(peers, otherEqual));
    long denominator = Math.multiplyExact(peers, otherVotes);
    return Math.toIntExact(Math.floorDiv(Math.multiplyExact(PPM, numerator), denominator));
  }

  private static void requireCounts(int panelVotes, int agree, long otherVotes, long otherEqual) {
    if (agree < 0 || agree >= panelVotes || otherEqual < 0 || otherEqual > otherVotes) {
      throw new IllegalArgumentException(
          "%d of %d peers, %d of %d others"
              .formatted(agree, panelVotes - 1, otherEqual, otherVotes));
    }
  }
}
