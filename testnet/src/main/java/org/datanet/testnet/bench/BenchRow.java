package org.datanet.testnet.bench;

import java.util.Locale;
import java.util.Optional;

/**
 * One figure.
 *
 * @param error half of the mean's 99.9 % confidence interval; empty where the figure is no mean or
 *     has too few samples for one
 * @param goal that the figure is held against; empty where there is none
 * @param met whether it is reached; empty without a goal
 */
public record BenchRow(
    String what,
    double value,
    Optional<Double> error,
    String unit,
    Optional<String> goal,
    Optional<Boolean> met) {

  static BenchRow of(String what, double value, String unit) {
    return new BenchRow(what, value, Optional.empty(), unit, Optional.empty(), Optional.empty());
  }

  static BenchRow of(String what, Score score, String unit) {
    return of(what, score.mean(), unit).within(score.error());
  }

  static BenchRow atLeast(String what, double value, String unit, double goal) {
    return of(what, value, unit).against("≥ " + shortest(goal), value >= goal);
  }

  static BenchRow atLeast(String what, Score score, String unit, double goal) {
    return atLeast(what, score.mean(), unit, goal).within(score.error());
  }

  static BenchRow below(String what, double value, String unit, double goal) {
    return of(what, value, unit).against("< " + shortest(goal), value < goal);
  }

  private BenchRow within(Optional<Double> half) {
    return new BenchRow(what, value, half, unit, goal, met);
  }

  private BenchRow against(String stated, boolean reached) {
    return new BenchRow(what, value, error, unit, Optional.of(stated), Optional.of(reached));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
  }

  private static String shortest(double goal) {
    return goal == Math.rint(goal) ? String.format(Locale.ROOT, "%,.0f", goal) : number(goal);
  }

  /** The value as people read it, such as {@code 23,100 ± 450}. */
  public String valueText() {
    return number(value) + error.map(half -> " ± " + number(half)).orElse("");
  }
}
