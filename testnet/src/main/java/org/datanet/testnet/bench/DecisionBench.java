package org.datanet.testnet.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.EpochInfo;
import org.datanet.node.client.ApiClient;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.testnet.launcher.LocalNetwork;
import org.datanet.testnet.launcher.NetworkPlan;
import org.datanet.testnet.launcher.Role;
import org.datanet.testnet.launcher.TestKeys;
import org.datanet.testnet.launcher.Waiting;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Decisions of real node processes on loopback. A decision is measured from the proposer's clock
 * when it began to build the batch to the moment when another node's API shows the epoch, which is
 * on that node's disk by then.
 */
public final class DecisionBench {

  private static final double EMPTY_GOAL_MS = 50;
  private static final double FULL_GOAL_MS = 250;
  private static final int VALIDATORS = 4;
  private static final long EMPTY_PACE_MS = 300;

  /** Signing, handing in and gossiping what an epoch holds is over before the epoch begins. */
  private static final long FULL_PACE_MS = 3_000;

  private static final int FULL = 2_000;
  private static final int ACCOUNTS = 200;
  private static final long EXPIRY_EPOCHS = 40;

  /** So much too late at most that a decision is seen. */
  private static final long POLL_NANOS = 2_000_000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private DecisionBench() {}

  /**
   * Four validators, each a process. The first epochs are not counted: a node's code is compiled
   * while it runs, which takes a node two dozen full epochs.
   */
  public static List<BenchRow> run(boolean quick, BenchListener listener) throws IOException {
    List<BenchRow> rows = new ArrayList<>();
    try (ProcessNetwork processes = ProcessNetwork.create(plan(EMPTY_PACE_MS))) {
      processes.network().up();
      rows.addAll(empty(processes.network(), quick ? 2 : 20, listener));
    }
    try (ProcessNetwork processes = ProcessNetwork.create(plan(FULL_PACE_MS))) {
      processes.network().up();
      rows.addAll(full(processes, quick ? 2 : 10, listener));
    }
    return rows;
  }

  private static NetworkPlan plan(long minEpochMs) {
    return new NetworkPlan(VALIDATORS, minEpochMs, ACCOUNTS, 3, 1, OptionalInt.empty());
  }

  private static List<BenchRow> empty(LocalNetwork network, int rounds, BenchListener listener)
      throws IOException {
    List<Double> latencies = new ArrayList<>();
    listener.begins("Empty epochs", rounds);
    try (ApiClient client = new ApiClient(network.apiUri(1))) {
      if (!Waiting.until(PATIENCE, () -> client.status().epoch() >= 2L * rounds)) {
        throw new IOException("no decisions; see " + network.log(1));
      }
      for (int i = 0; i < rounds; i++) {
        nextDecision(client, 0).ifPresent(latencies::add);
        listener.reached(i + 1, "");
      }
    }
    return figures("empty epoch", latencies, EMPTY_GOAL_MS);
  }

  private static List<BenchRow> full(ProcessNetwork processes, int rounds, BenchListener listener)
      throws IOException {
    List<Double> latencies = new ArrayList<>();
    int warmUp = 2 * rounds;
    listener.begins("Full epochs", warmUp + rounds);
    try (ApiClient client = new ApiClient(processes.network().apiUri(1))) {
      for (int i = 0; i < warmUp + rounds; i++) {
        submit(client, processes, 1 + (long) i * FULL / ACCOUNTS);
        Optional<Double> latency = nextDecision(client, FULL * 9 / 10);
        if (i >= warmUp) {
          latency.ifPresent(latencies::add);
        }
        listener.reached(i + 1, "");
      }
    }
    return figures("epoch of %,d transfers".formatted(FULL), latencies, FULL_GOAL_MS);
  }

  private static List<BenchRow> figures(String what, List<Double> latencies, double goalMs) {
    double[] values =
        latencies.stream().mapToDouble(d -> d).filter(d -> !Double.isNaN(d)).toArray();
    if (values.length == 0) {
      return List.of();
    }
    return List.of(
        BenchRow.below(what + ", 4 processes, decision p50", median(values), "ms", goalMs),
        BenchRow.of(
            what + ", 4 processes, decision p90",
            new ListStatistics(values).getPercentile(90),
            "ms"));
  }

  private static double median(double[] values) {
    return new ListStatistics(values).getPercentile(50);
  }

  /**
   * Waits for epochs until one has enough operations, at most three: what comes later was split.
   * Events would tell it sooner, but thousands of operations fill a listener's queue.
   */
  private static Optional<Double> nextDecision(ApiClient client, int operationsMin)
      throws IOException {
    for (int epochs = 0; epochs < 3; epochs++) {
      long last = client.status().epoch();
      while (client.status().epoch() == last) {
        LockSupport.parkNanos(POLL_NANOS);
      }
      double nowMs = System.currentTimeMillis();
      EpochInfo decided = client.epoch(last + 1);
      if (decided.operations() >= operationsMin) {
        return Optional.of(nowMs - decided.timestampMs());
      }
    }
    return Optional.empty();
  }

  private static void submit(ApiClient client, ProcessNetwork processes, long firstNonce)
      throws IOException {
    TestKeys keys = processes.keys();
    Bytes32 networkId = Bytes32.fromHexString(processes.network().networkId());
    long expires = client.status().epoch() + EXPIRY_EPOCHS;
    List<byte[]> envelopes = new ArrayList<>();
    for (int account = 0; account < ACCOUNTS; account++) {
      Signer signer = keys.signer(Role.CONTRIBUTOR, account);
      for (int i = 0; i < FULL / ACCOUNTS; i++) {
        envelopes.add(
            OperationCodec.sign(
                    signer,
                    networkId,
                    firstNonce + i,
                    expires,
                    new Operation.Transfer(keys.account(Role.YOU, 0), 1))
                .envelope()
                .toArray());
      }
    }
    for (int from = 0; from < envelopes.size(); from += ApiLimits.OPERATIONS_PER_CALL_MAX) {
      client.submit(
          envelopes.subList(
              from, Math.min(envelopes.size(), from + ApiLimits.OPERATIONS_PER_CALL_MAX)));
    }
  }
}
