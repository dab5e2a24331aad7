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
 * Decisions and starts of real node processes on loopback. A decision is measured from the
 * proposer's clock when it began to build the batch to the moment when another node's API shows the
 * epoch, which is on that node's disk by then.
 */
public final class NetworkBench {

  private static final double EMPTY_GOAL_MS = 50;
  private static final double FULL_GOAL_MS = 250;
  private static final double START_GOAL_MS = 2_000;
  private static final double MEMORY_GOAL_MIB = 512;
  private static final int FULL = 2_000;
  private static final int ACCOUNTS = 200;
  private static final long EXPIRY_EPOCHS = 40;

  /** Two milliseconds too much at most. */
  private static final long POLL_NANOS = 2_000_000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private NetworkBench() {}

  private interface Use {
    List<BenchRow> with(LocalNetwork network, TestKeys keys) throws Exception;
  }

  private static List<BenchRow> onNetwork(int nodes, long minEpochMs, Use use) throws Exception {
    TestKeys keys = TestKeys.ofSeed(1);
    try (ScratchFolder folder = ScratchFolder.create()) {
      LocalNetwork network =
          LocalNetwork.create(
              folder.path(),
              new NetworkPlan(nodes, minEpochMs, ACCOUNTS, 3, 1, OptionalInt.empty()),
              keys,
              "lexnet-bench");
      try {
        network.up();
        return use.with(network, keys);
      } finally {
        network.down();
      }
    }
  }

  /**
   * Four validators, each a process. The first epochs are not counted: a node's code is compiled
   * while it runs.
   */
  public static List<BenchRow> decision(boolean quick) throws Exception {
    int rounds = quick ? 2 : 20;
    List<BenchRow> rows = new ArrayList<>(onNetwork(4, 300, (net, keys) -> empty(net, rounds)));
    rows.addAll(onNetwork(4, 1_200, (net, keys) -> full(net, keys, quick ? 2 : 10)));
    return rows;
  }

  private static List<BenchRow> empty(LocalNetwork network, int rounds) throws IOException {
    List<Double> latencies = new ArrayList<>();
    try (ApiClient client = new ApiClient(network.apiUri(1))) {
      if (!Waiting.until(PATIENCE, () -> client.status().epoch() >= 2L * rounds)) {
        throw new IOException("no decisions; see " + network.log(1));
      }
      for (int i = 0; i < rounds; i++) {
        nextDecision(client, 0).ifPresent(latencies::add);
      }
    }
    return figures("empty epoch", latencies, EMPTY_GOAL_MS);
  }

  private static List<BenchRow> full(LocalNetwork network, TestKeys keys, int rounds)
      throws IOException {
    List<Double> latencies = new ArrayList<>();
    int warmUp = rounds / 2;
    try (ApiClient client = new ApiClient(network.apiUri(1))) {
      for (int i = 0; i < warmUp + rounds; i++) {
        submit(client, network, keys, 1 + (long) i * FULL / ACCOUNTS);
        Optional<Double> latency = nextDecision(client, FULL * 9 / 10);
        if (i >= warmUp) {
          latency.ifPresent(latencies::add);
        }
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

  private static void submit(ApiClient client, LocalNetwork network, TestKeys keys, long firstNonce)
      throws IOException {
    Bytes32 networkId = Bytes32.fromHexString(network.networkId());
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

  /** One node, restarted on its own store. */
  public static List<BenchRow> start(boolean quick) throws Exception {
    return onNetwork(
        1,
        100,
        (network, keys) -> {
          long epochs = quick ? 5 : 100;
          try (ApiClient client = new ApiClient(network.apiUri(0))) {
            Waiting.until(PATIENCE, () -> client.status().epoch() >= epochs);
          }
          double[] starts = new double[quick ? 1 : 3];
          for (int i = 0; i < starts.length; i++) {
            network.down();
            long startedNanos = System.nanoTime();
            network.launch(0);
            if (!Waiting.until(PATIENCE, () -> network.isUp(0))) {
              throw new IOException("the node did not start; see " + network.log(0));
            }
            starts[i] = (System.nanoTime() - startedNanos) / 1e6;
          }
          double residentMib = network.report().getFirst().residentKiB().orElse(0L) / 1024.0;
          return List.of(
              BenchRow.below(
                  "process start to API answering, store of %d epochs".formatted(epochs),
                  median(starts),
                  "ms",
                  START_GOAL_MS),
              BenchRow.below(
                  "resident memory after the start", residentMib, "MiB", MEMORY_GOAL_MIB));
        });
  }
}
