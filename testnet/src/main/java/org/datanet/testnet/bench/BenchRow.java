package org.datanet.testnet.bench;

import java.util.Locale;
import java.util.Optional;

/**
 * One figure.
 *
 * @param goal that the figure is held against; empty where there is none
 * @param met whether it is reached; empty without a goal
 */
public record BenchRow(
    String what, double value, String unit, Optional<String> goal, Optional<Boolean> met) {

  static BenchRow of(String what, double value, String unit) {
    return new BenchRow(what, value, unit, Optional.empty(), Optional.empty());
  }

  static BenchRow atLeast(String what, double value, String unit, double goal) {
    return new BenchRow(
        what, value, unit, Optional.of("≥ " + number(goal)), Optional.of(value >= goal));
  }

  static BenchRow below(String what, double value, String unit, double goal) {
    return new BenchRow(
        what, value, unit, Optional.of("< " + number(goal)), Optional.of(value < goal));
  }

  private static String number(double goal) {
    return goal == Math.rint(goal)
        ? String.format(Locale.ROOT, "%,.0f", goal)
        : String.format(Locale.ROOT, "%.2f", goal);
  }

  /** The value as people read it. */
  public String valueText() {
    return value >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
