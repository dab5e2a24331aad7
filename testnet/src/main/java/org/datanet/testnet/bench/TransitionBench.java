package org.datanet.testnet.bench;

import java.util.ArrayList;
import java.util.List;
import org.datanet.protocol.epoch.EpochInputs;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.epoch.EpochResult;
import org.datanet.protocol.epoch.EpochTransition;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.ledger.StateDigests;

/**
 * The epoch's execution on one core, rules alone and with the state digest. DESIGN §11,
 * "EpochTransition".
 */
public final class TransitionBench {

  private static final double RULES_GOAL = 50_000;
  private static final double DIGEST_GOAL = 15_000;
  private static final int SMALL = 2_000;
  private static final int LARGE = 20_000;

  private TransitionBench() {}

  /**
   * {@code operationsTotal} are executed as a chain of epochs of at most 20,000, to see whether it
   * stays linear.
   */
  public static List<BenchRow> run(boolean quick, int operationsTotal) throws Exception {
    List<BenchRow> rows = new ArrayList<>();
    double small = measure(quick ? 200 : SMALL, rows);
    double large = measure(quick ? 400 : LARGE, rows);
    rows.add(
        BenchRow.atLeast("rate of the large epoch / small epoch", large / small, "ratio", 0.8));
    if (!quick) {
      chain(operationsTotal, rows);
    }
    return rows;
  }

  private static double measure(int operations, List<BenchRow> rows) throws Exception {
    Workload workload = new Workload();
    EpochInputs inputs = workload.inputs(1, workload.transfers(operations, 1));
    double rules = Rates.perSecond(operations, () -> apply(workload, inputs));
    double digest =
        Rates.perSecond(
            operations,
            () -> {
              BucketDigest fork = workload.digest.fork();
              StateDigests.apply(fork, apply(workload, inputs).changes().changes());
              fork.root();
            });
    String epoch = "epoch of %,d transfers".formatted(operations);
    rows.add(BenchRow.atLeast(epoch + ", rules", rules, "operations/s", RULES_GOAL));
    rows.add(BenchRow.atLeast(epoch + ", with digest", digest, "operations/s", DIGEST_GOAL));
    return digest;
  }

  private static EpochOutcome apply(Workload workload, EpochInputs inputs) {
    return switch (EpochTransition.apply(workload.ledger, inputs)) {
      case EpochResult.Applied applied -> applied.outcome();
      case EpochResult.Refused refused ->
          throw new IllegalStateException(refused.refusal().message());
    };
  }

  private static void chain(int operationsTotal, List<BenchRow> rows) {
    Workload workload = new Workload();
    int epochs = Math.max(2, operationsTotal / LARGE);
    double first = 0;
    double last = 0;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      long firstNonce = 1 + (long) (epoch - 1) * (LARGE / Workload.ACCOUNTS);
      EpochInputs inputs = workload.inputs(epoch, workload.transfers(LARGE, firstNonce));
      long startedNanos = System.nanoTime();
      var changes = apply(workload, inputs).changes().changes();
      StateDigests.apply(workload.digest, changes);
      workload.digest.root();
      double rate = LARGE * 1e9 / (System.nanoTime() - startedNanos);
      workload.ledger.apply(changes);
      first = epoch == 1 ? rate : first;
      last = rate;
    }
    rows.add(
        BenchRow.atLeast(
            "chain of %,d operations: last epoch / first".formatted(epochs * LARGE),
            last / first,
            "ratio",
            0.8));
  }
}
