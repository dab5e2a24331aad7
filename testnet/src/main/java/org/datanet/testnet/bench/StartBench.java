package org.datanet.testnet.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datanet.node.api.model.Paged;
import org.datanet.node.api.model.RecordInfo;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.PageQuery;
import org.datanet.node.config.NodeConfig;
import org.datanet.protocol.content.Cid;
import org.datanet.testnet.launcher.LocalNetwork;
import org.datanet.testnet.launcher.Waiting;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A node process on a store that holds many records: how soon it answers, what memory and what disk
 * it takes. DESIGN §11, last row.
 */
public final class StartBench {

  private static final double START_GOAL_MS = 2_000;
  private static final double MEMORY_GOAL_MIB = 512;
  private static final double DISK_GOAL = 1.3;
  private static final double MEBIBYTE = 1 << 20;
  private static final long MIN_EPOCH_MS = 1_000;
  private static final int STARTS = 3;

  /** That are read, each with its content, before the memory is looked at again. */
  private static final int READS = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private StartBench() {}

  /**
   * @param records in the store, from 1; a million take some 2 GB in the system's folder for
   *     temporary files
   */
  public static List<BenchRow> run(boolean quick, int records, BenchListener listener)
      throws IOException {
    try (ProcessNetwork processes = ProcessNetwork.create(MemoryNetwork.plan(MIN_EPOCH_MS))) {
      LocalNetwork network = processes.network();
      StoreBuilder.Built built =
          StoreBuilder.build(network.home(0), processes.keys(), records, listener);
      List<BenchRow> rows = new ArrayList<>();
      rows.add(
          BenchRow.of(
              "store of %,d records in %,d epochs, built at".formatted(records, built.epochs()),
              built.operations() * 1e9 / built.nanos(),
              "operations/s"));
      starts(network, quick ? 1 : STARTS, listener, rows);
      rows.add(BenchRow.of("resident memory when it answers", residentMib(network), "MiB"));
      int read = readSome(network);
      rows.add(
          BenchRow.below(
              "resident memory after %,d records were read".formatted(read),
              residentMib(network),
              "MiB",
              MEMORY_GOAL_MIB));
      network.down();
      disk(network.home(0), built, rows);
      return rows;
    }
  }

  private static void starts(
      LocalNetwork network, int times, BenchListener listener, List<BenchRow> rows)
      throws IOException {
    listener.begins("Starts", times);
    double[] startsMs = new double[times];
    double[] cpuMs = new double[times];
    for (int i = 0; i < times; i++) {
      network.down();
      startsMs[i] = startMs(network);
      cpuMs[i] = IdleBench.cpu(network.pid(0)).toMillis();
      listener.reached(i + 1, "");
    }
    rows.add(
        BenchRow.below(
            "process start to API answering, median of %d".formatted(times),
            new ListStatistics(startsMs).getPercentile(50),
            "ms",
            START_GOAL_MS));
    rows.add(
        BenchRow.of(
            "processor time that it took", new ListStatistics(cpuMs).getPercentile(50), "ms"));
  }

  private static double startMs(LocalNetwork network) throws IOException {
    long startedNanos = System.nanoTime();
    network.launch(0);
    if (!Waiting.until(PATIENCE, () -> network.isUp(0))) {
      throw new IOException("the node did not start; see " + network.log(0));
    }
    return (System.nanoTime() - startedNanos) / 1e6;
  }

  private static double residentMib(LocalNetwork network) throws IOException {
    return network.report().getFirst().residentKiB().orElse(0L) / 1024.0;
  }

  /** Gives how many. */
  private static int readSome(LocalNetwork network) throws IOException {
    try (ApiClient client = new ApiClient(network.apiUri(0))) {
      Paged<RecordInfo> page =
          client.records("lexicon", Optional.empty(), Optional.empty(), PageQuery.first(READS));
      for (RecordInfo record : page.items()) {
        client.content(
            Cid.parse(record.cid())
                .orElseThrow(() -> new IOException("not a CID: " + record.cid())));
      }
      return page.items().size();
    }
  }

  private static void disk(Path home, StoreBuilder.Built built, List<BenchRow> rows)
      throws IOException {
    long diskBytes =
        ScratchFolder.bytes(
            home.resolve(NodeConfig.read(home.resolve("node.toml")).storage().path()));
    rows.add(BenchRow.of("contents", built.contentBytes() / MEBIBYTE, "MiB"));
    rows.add(BenchRow.of("envelopes of operations", built.envelopeBytes() / MEBIBYTE, "MiB"));
    rows.add(BenchRow.of("files of the store", diskBytes / MEBIBYTE, "MiB"));
    rows.add(
        BenchRow.below(
            "disk bytes / payload bytes (contents and envelopes)",
            (double) diskBytes / built.payloadBytes(),
            "ratio",
            DISK_GOAL));
  }
}
