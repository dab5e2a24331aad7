package org.datanet.testnet.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.Earner;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.operation.OperationId;
import org.datanet.testnet.launcher.LocalNetwork;
import org.datanet.testnet.launcher.NetworkPlan;
import org.datanet.testnet.launcher.NodeReport;
import org.datanet.testnet.launcher.Role;
import org.datanet.testnet.launcher.TestKeys;
import org.datanet.testnet.launcher.Testnets;
import org.datanet.testnet.lexicon.Lexicon;
import org.datanet.testnet.lexicon.LexiconSample;
import org.datanet.testnet.lexicon.OracleCurator;
import org.datanet.testnet.lexicon.SampleRecord;
import org.datanet.testnet.lexicon.Truth;

/**
 * The loop from end to end on a network of four processes: records are contributed, judged, used
 * and paid, one node is killed and comes back, and everything is read back from each node.
 */
public final class Demo {

  /** Epochs over which commitments are spread. */
  private static final int COMMIT_EPOCHS = 9;

  /** An exact copy is tried when its original is sealed. */
  private static final int COPY_DELAY_EPOCHS = 3;

  /** Stakes count from two epochs after they were bonded. */
  private static final int BOND_EPOCHS = 3;

  /** Epochs that a killed node stays away. */
  private static final int AWAY_EPOCHS = 3;

  /** With every window missed once, the last record is settled well before. */
  private static final int EXTRA_EPOCHS_MAX = 40;

  private static final int EARNERS_SHOWN = 8;
  private static final int PANEL_SIZE = 7;
  private static final int ACCEPT_QUORUM = 5;

  private final DemoOptions options;
  private final DemoListener listener;
  private final LocalNetwork network;
  private final NodePool pool;
  private final EpochFeed feed;
  private final Crowd crowd = new Crowd();
  private final List<ContributorAgent> contributors = new ArrayList<>();
  private final List<ConsumerAgent> consumers = new ArrayList<>();
  private final LexiconSample sample;
  private final KilledNode killed;
  private final long[] residentKiB;

  private Demo(
      DemoOptions options,
      DemoListener listener,
      LocalNetwork network,
      NodePool pool,
      LexiconSample sample) {
    this.options = options;
    this.listener = listener;
    this.network = network;
    this.pool = pool;
    this.feed = new EpochFeed(pool);
    this.sample = sample;
    this.killed =
        new KilledNode(network, pool, options.epochsMin() / 2, AWAY_EPOCHS, listener::says);
    this.residentKiB = new long[network.size()];
  }

  /**
   * Runs a demo and ends the network.
   *
   * @throws IOException with the folder that holds the logs, if the network does not do what it
   *     should
   */
  public static DemoReport run(DemoOptions options, DemoListener listener) throws IOException {
    long startedNanos = System.nanoTime();
    Path folder =
        options.keep().isPresent()
            ? options.keep().get()
            : Files.createTempDirectory("datanet-demo-");
    listener.says("drawing %,d records from WordNet".formatted(options.records()));
    LexiconSample sample =
        LexiconSample.draw(Lexicon.open(), options.seed(), options.records(), DemoOptions.JUNK_PPM);
    NetworkPlan plan =
        new NetworkPlan(
            DemoOptions.NODES,
            DemoOptions.EPOCH_MS,
            DemoOptions.CONTRIBUTORS,
            DemoOptions.CURATORS,
            DemoOptions.CONSUMERS,
            OptionalInt.empty());
    LocalNetwork network =
        LocalNetwork.create(
            folder, plan, TestKeys.ofSeed(options.seed()), Testnets.newName(new Random()));
    listener.says("starting %d nodes; data and logs in %s".formatted(network.size(), folder));
    boolean success = false;
    try {
      network.up();
      DemoReport report;
      try (NodePool pool =
          new NodePool(IntStream.range(0, network.size()).mapToObj(network::apiUri).toList())) {
        report = new Demo(options, listener, network, pool, sample).play(startedNanos);
      }
      success = report.isSuccess();
      return report;
    } catch (IOException e) {
      throw new IOException(e.getMessage() + "; logs and data stay in " + folder, e);
    } finally {
      network.down();
      if (success && options.keep().isEmpty()) {
        delete(folder);
      }
    }
  }

  private DemoReport play(long startedNanos) throws IOException {
    try (crowd) {
      Bytes32 networkId = Bytes32.fromHexString(network.networkId());
      Founding founding = new Founding(pool, network.keys(), networkId);
      Bytes32 datanet = founding.createLexicon(feed);
      listener.says("the lexicon datanet exists; %d curators bond".formatted(DemoOptions.CURATORS));
      Catalogue catalogue = new Catalogue(pool, datanet);
      EpochView view = gather(founding, datanet, catalogue);
      long last = loop(view, catalogue);
      return report(catalogue, last, startedNanos);
    }
  }

  /** Everybody takes their place; contributions start when the curators' stakes count. */
  private EpochView gather(Founding founding, Bytes32 datanet, Catalogue catalogue)
      throws IOException {
    Map<Cid, Truth> truths = new HashMap<>();
    for (SampleRecord record : sample.records()) {
      truths.putIfAbsent(Cid.ofContent(record.content()), record.truth());
    }
    OracleCurator oracle = new OracleCurator(options.seed(), options.accuracyPpm());
    EpochView view = feed.next();
    for (int i = 0; i < DemoOptions.CURATORS; i++) {
      Member curator = founding.member(Role.CURATOR, i);
      curator.learn(view);
      curator.enqueue(Founding.bond(datanet));
      crowd.join(
          new CuratorAgent(
              curator,
              datanet,
              network.keys().derived("curator-secret", i),
              new OracleJudge(oracle, curator.name(), truths)));
    }
    for (int i = 0; i < DemoOptions.CONTRIBUTORS; i++) {
      ContributorAgent contributor =
          new ContributorAgent(
              founding.member(Role.CONTRIBUTOR, i),
              datanet,
              network.keys().derived("contributor-secret", i),
              catalogue);
      contributors.add(contributor);
      crowd.join(contributor);
    }
    plan(view.epoch() + BOND_EPOCHS);
    for (int i = 0; i < DemoOptions.CONSUMERS; i++) {
      ConsumerAgent consumer =
          new ConsumerAgent(
              founding.member(Role.CONSUMER, i),
              datanet,
              catalogue,
              options.seed() + i,
              Long.MAX_VALUE);
      consumers.add(consumer);
      crowd.join(consumer);
    }
    return view;
  }

  private void plan(long firstEpoch) {
    List<SampleRecord> records = sample.records();
    long[] planned = new long[records.size()];
    for (int i = 0; i < records.size(); i++) {
      SampleRecord record = records.get(i);
      planned[i] = firstEpoch + (long) i * COMMIT_EPOCHS / records.size();
      if (record.truth() == Truth.COPY) {
        planned[i] =
            Math.max(planned[i], planned[record.originalIndex().orElseThrow()] + COPY_DELAY_EPOCHS);
      }
      contributors.get(i % contributors.size()).plan(planned[i], record);
    }
  }

  /** Gives the last epoch, when all is done. */
  private long loop(EpochView first, Catalogue catalogue) throws IOException {
    EpochView view = first;
    while (true) {
      catalogue.refresh((int) (view.epoch() % pool.size()));
      crowd.onEpoch(view);
      measure();
      listener.epoch(tally(view, catalogue));
      killed.onEpoch(view);
      if (isDone(view, catalogue)) {
        return view.epoch();
      }
      if (view.epoch() > options.epochsMin() + EXTRA_EPOCHS_MAX) {
        throw new IOException(
            "after %d epochs: %s, node %d %s"
                .formatted(
                    view.epoch(),
                    tally(view, catalogue),
                    killed.node(),
                    killed.isBack() ? "is back" : "is not back"));
      }
      view = feed.next();
    }
  }

  private boolean isDone(EpochView view, Catalogue catalogue) {
    return view.epoch() >= options.epochsMin()
        && killed.isBack()
        && contributors.stream().allMatch(ContributorAgent::isDone)
        && catalogue.settled() == catalogue.records().size()
        && consumers.stream().anyMatch(consumer -> !consumer.receipts().isEmpty());
  }

  private DemoListener.Tally tally(EpochView view, Catalogue catalogue) {
    return new DemoListener.Tally(
        view.epoch(),
        view.round(),
        sample.records().size(),
        catalogue.records().size(),
        contributors.stream().mapToInt(ContributorAgent::existed).sum(),
        catalogue.settled(),
        catalogue.accepted().size(),
        consumers.stream().mapToInt(consumer -> consumer.receipts().size()).sum());
  }

  private void measure() throws IOException {
    for (NodeReport node : network.report()) {
      residentKiB[node.index()] =
          Math.max(residentKiB[node.index()], node.residentKiB().orElse(0L));
    }
  }

  private DemoReport report(Catalogue catalogue, long last, long startedNanos) throws IOException {
    listener.says("reading %d epochs back from each of %d nodes".formatted(last, pool.size()));
    DemoReading reading = new DemoReading(pool);
    DemoReading.Quality quality = DemoReading.quality(catalogue.records(), sample.records());
    List<DemoReport.Node> nodes = new ArrayList<>();
    for (int node = 0; node < network.size(); node++) {
      nodes.add(
          new DemoReport.Node(
              network.pid(node), network.apiPort(node), network.peerId(node), residentKiB[node]));
    }
    List<OperationId> receipts =
        consumers.stream().flatMap(consumer -> consumer.receipts().stream()).toList();
    List<Earner> earners = pool.call(0, node -> node.earners(EARNERS_SHOWN)).items();
    return new DemoReport(
        options.seed(),
        network.name(),
        network.path().toString(),
        options.accuracyPpm(),
        nodes,
        killed.report(),
        reading.epochs(last),
        quality.sealed(),
        contributors.stream().mapToInt(ContributorAgent::existed).sum(),
        quality.accepted(),
        receipts.size(),
        PANEL_SIZE * quality.sealed(),
        quality.votes(),
        quality.precision(),
        quality.recall(),
        sample.expected(PANEL_SIZE, ACCEPT_QUORUM, options.accuracyPpm()),
        earners,
        reading.explain(receipts.get(receipts.size() / 2)),
        Duration.ofNanos(System.nanoTime() - startedNanos).toMillis());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
