package org.datanet.testnet.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.datanet.node.keys.Ed25519Providers;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Operations verified, admitted and stored on one core, against what the same provider verifies
 * when it does nothing else. DESIGN §11, first row.
 */
public final class VerifyBench {

  private static final double GOAL = 0.7;
  private static final int INTAKE_BENCHMARKS = 2;

  private VerifyBench() {}

  public static List<BenchRow> run(boolean quick, BenchListener listener) throws RunnerException {
    List<String> providers = Ed25519Benchmarks.available();
    Collection<RunResult> results =
        new JmhRun("Verify", quick, listener)
            .include(Ed25519Benchmarks.class)
            .with("provider", providers.toArray(String[]::new))
            .include(IntakeBenchmarks.class)
            .run(providers.size() + INTAKE_BENCHMARKS);
    List<BenchRow> rows = new ArrayList<>();
    for (String provider : providers) {
      rows.add(
          BenchRow.of(
              "strict Ed25519 by " + provider,
              Score.of(results, "verify", "provider", provider),
              "verifications/s"));
    }
    String chosen = Ed25519Providers.choose().name();
    Score raw = Score.of(results, "verify", "provider", chosen);
    Score decoded = Score.of(results, "decodeAndVerify");
    Score stored = Score.of(results, "admitAndStore");
    rows.add(BenchRow.of("decoded and verified, by " + chosen, decoded, "operations/s"));
    rows.add(BenchRow.of("and admitted and stored", stored, "operations/s"));
    rows.add(BenchRow.of("decoded and verified / raw", decoded.mean() / raw.mean(), "ratio"));
    rows.add(
        BenchRow.atLeast(
            "verified, admitted, stored / raw", stored.mean() / raw.mean(), "ratio", GOAL));
    return rows;
  }
}
