package org.datanet.testnet.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The epoch's execution on one core, rules alone and with the state digest. DESIGN §11,
 * "EpochTransition".
 */
public final class TransitionBench {

  private static final double RULES_GOAL = 50_000;
  private static final double DIGEST_GOAL = 15_000;
  private static final double LINEAR_GOAL = 0.8;
  private static final int METHODS = 2;

  /** The first and the last epochs of a chain that are compared. */
  private static final int ENDS = 3;

  private final boolean quick;
  private final BenchListener listener;
  private final int small;
  private final int large;
  private final List<BenchRow> rows = new ArrayList<>();

  private TransitionBench(boolean quick, BenchListener listener) {
    this.quick = quick;
    this.listener = listener;
    this.small = quick ? 200 : 2_000;
    this.large = quick ? 400 : 20_000;
  }

  /**
   * {@code operationsTotal} are executed as a chain of epochs of 20,000, to see whether it stays
   * linear.
   */
  public static List<BenchRow> run(boolean quick, int operationsTotal, BenchListener listener)
      throws RunnerException {
    TransitionBench bench = new TransitionBench(quick, listener);
    double smallRate = bench.measure(bench.small, EpochLoad.TRANSFERS);
    double largeRate =
        quick
            ? bench.measure(bench.large, EpochLoad.TRANSFERS, EpochLoad.MIXED)
            : bench.measure(bench.large, EpochLoad.values());
    bench.rows.add(
        BenchRow.atLeast(
            "rate of the large epoch / small epoch, transfers",
            largeRate / smallRate,
            "ratio",
            LINEAR_GOAL));
    bench.chain(operationsTotal);
    return bench.rows;
  }

  /** Gives the rate of the first load, with the digest. */
  private double measure(int operations, EpochLoad... loads) throws RunnerException {
    String count = Integer.toString(operations);
    String[] names = List.of(loads).stream().map(EpochLoad::name).toArray(String[]::new);
    Collection<RunResult> results =
        new JmhRun("Epochs of %,d".formatted(operations), quick, listener)
            .include(TransitionBenchmarks.class)
            .with("load", names)
            .with("operations", count)
            .operationsPerInvocation(operations)
            .run(METHODS * loads.length);
    for (String load : names) {
      String epoch = "epoch of %,d %s, ".formatted(operations, load.toLowerCase(Locale.ROOT));
      rows.add(
          BenchRow.atLeast(
              epoch + "rules",
              Score.of(results, "execute", "load", load),
              "operations/s",
              RULES_GOAL));
      rows.add(
          BenchRow.atLeast(
              epoch + "with digest",
              Score.of(results, "executeAndDigest", "load", load),
              "operations/s",
              DIGEST_GOAL));
    }
    return Score.of(results, "executeAndDigest", "load", names[0]).mean();
  }

  private void chain(int operationsTotal) throws RunnerException {
    Collection<RunResult> results =
        new JmhRun("Chain", quick, listener)
            .include(ChainBenchmarks.class)
            .with("operations", Integer.toString(large))
            .shots(Math.max(ENDS, operationsTotal / large))
            .run(1);
    List<Double> epochsMs = Score.of(results, "executeAndDigest").iterations();
    int ends = Math.min(ENDS, epochsMs.size());
    double first = mean(epochsMs.subList(0, ends));
    double last = mean(epochsMs.subList(epochsMs.size() - ends, epochsMs.size()));
    rows.add(
        BenchRow.of(
            "chain of %,d mixed operations, last epochs".formatted(epochsMs.size() * large),
            large * 1_000 / last,
            "operations/s"));
    rows.add(
        BenchRow.atLeast(
            "rate of its last epochs / first epochs", first / last, "ratio", LINEAR_GOAL));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(d -> d).average().orElseThrow();
  }
}
