package org.datanet.testnet.bench;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What JMH made of one benchmark.
 *
 * @param error half of the mean's 99.9 % confidence interval; empty with too few samples
 * @param iterations the score of each, in order
 */
record Score(double mean, Optional<Double> error, List<Double> iterations) {

  /**
   * The one result of a method whose parameters have these values.
   *
   * @param parameters name, value, name, value, …; others are not looked at
   */
  static Score of(Collection<RunResult> results, String method, String... parameters) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
        .filter(result -> has(result, parameters))
        .findFirst()
        .map(Score::of)
        .orElseThrow(() -> new IllegalStateException("JMH did not run " + method));
  }

  private static boolean has(RunResult result, String... parameters) {
    for (int i = 0; i < parameters.length; i += 2) {
      if (!parameters[i + 1].equals(result.getParams().getParam(parameters[i]))) {
        return false;
      }
    }
    return true;
  }

  private static Score of(RunResult result) {
    Result<?> primary = result.getPrimaryResult();
    double half = primary.getScoreError();
    return new Score(
        primary.getScore(),
        Double.isNaN(half) ? Optional.empty() : Optional.of(half),
        result.getBenchmarkResults().stream()
            .map(BenchmarkResult::getIterationResults)
            .flatMap(Collection::stream)
            .map(iteration -> iteration.getPrimaryResult().getScore())
            .toList());
  }
}
