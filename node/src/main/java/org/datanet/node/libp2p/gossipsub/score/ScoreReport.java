package org.datanet.node.libp2p.gossipsub.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A score and where it comes from. The parts are weighted; those by topic are summed over the
 * topics before the cap.
 *
 * @param timeInMesh P1
 * @param firstDeliveries P2
 * @param meshDeliveries P3
 * @param meshFailures P3b
 * @param invalid P4
 * @param app P5
 * @param colocation P6
 * @param behaviour P7
 */
public record ScoreReport(
    double score,
    double timeInMesh,
    double firstDeliveries,
    double meshDeliveries,
    double meshFailures,
    double invalid,
    double app,
    double colocation,
    double behaviour) {

  public static final ScoreReport UNKNOWN = new ScoreReport(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** The score and, in words, what pulls it down. */
  public String explanation() {
    List<String> causes = new ArrayList<>();
    add(causes, "rejected messages", invalid);
    add(causes, "breaches of the protocol", behaviour);
    add(causes, "too many peers at its address", colocation);
    add(causes, "too few deliveries", meshDeliveries + meshFailures);
    add(causes, "the application", app);
    String score = number(this.score);
    return causes.isEmpty()
        ? "score " + score
        : "score " + score + ": " + String.join(", ", causes);
  }

  private static void add(List<String> causes, String what, double part) {
    if (part < 0) {
      causes.add(what + " " + number(part));
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
