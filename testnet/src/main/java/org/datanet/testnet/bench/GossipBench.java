package org.datanet.testnet.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.datanet.testnet.gossipbench.GossipPlan;
import org.datanet.testnet.gossipbench.GossipReport;
import org.datanet.testnet.gossipbench.GossipRun;

/**
 * Signed gossip between processes: throughput while the publisher goes as fast as the slowest
 * subscriber, and latency at a set pace.
 */
public final class GossipBench {

  private static final double PAIR_GOAL = 10_000;
  private static final double MANY_GOAL = 1_000;
  private static final double P50_GOAL_MS = 1;
  private static final double P99_GOAL_MS = 10;

  /** The pace for which the goals of latency hold. */
  private static final int LATENCY_GOAL_PER_SECOND = 1_000;

  private static final double QUIC_GOAL = 0.8;

  private GossipBench() {}

  /** What is measured with ours. */
  public enum Transport {
    tcp,
    quic
  }

  /**
   * @param againstJs measure js-libp2p too, over the same transport, and compare
   */
  public static List<BenchRow> run(
      GossipPlan plan, Transport transport, boolean againstJs, BenchListener listener)
      throws IOException {
    boolean overQuic = transport == Transport.quic;
    int runs = 1 + (overQuic ? 1 : 0) + (againstJs ? 1 : 0);
    listener.begins("gossip of " + plan.nodes() + " processes", runs);
    List<BenchRow> rows = new ArrayList<>();
    GossipReport tcp = measureOurs(plan, Transport.tcp, rows);
    GossipReport ours = tcp;
    listener.reached(1, "");
    if (overQuic) {
      ours = measureOurs(plan, Transport.quic, rows);
      rows.add(
          BenchRow.atLeast(
              name(plan, "throughput, quic to tcp"),
              ours.perSecond() / tcp.perSecond(),
              "ratio",
              QUIC_GOAL));
      listener.reached(2, "");
    }
    if (againstJs) {
      compareWithJs(plan, transport, ours, rows);
      listener.reached(runs, "");
    }
    return rows;
  }

  private static void compareWithJs(
      GossipPlan plan, Transport transport, GossipReport ours, List<BenchRow> rows)
      throws IOException {
    GossipReport js;
    try (GossipRun run = GossipRun.ofJs(plan, transport.name())) {
      js = run.measure();
    }
    addRows(rows, plan, "js-libp2p, " + transport, js, false);
    rows.add(
        BenchRow.of(
            name(plan, "throughput, ours to js"), ours.perSecond() / js.perSecond(), "ratio"));
    rows.add(
        BenchRow.of(name(plan, "latency p50, js to ours"), js.p50Ms() / ours.p50Ms(), "ratio"));
    rows.add(
        BenchRow.of(name(plan, "latency p99, js to ours"), js.p99Ms() / ours.p99Ms(), "ratio"));
  }

  private static GossipReport measureOurs(GossipPlan plan, Transport transport, List<BenchRow> rows)
      throws IOException {
    try (GossipRun run = GossipRun.ofOurs(plan, transport.name())) {
      GossipReport report = run.measure();
      addRows(rows, plan, "ours, " + transport, report, true);
      return report;
    }
  }

  private static String name(GossipPlan plan, String what) {
    return String.format(
        Locale.ROOT, "%d processes, %,d bytes: %s", plan.nodes(), plan.bytes(), what);
  }

  private static void addRows(
      List<BenchRow> rows, GossipPlan plan, String who, GossipReport report, boolean goals) {
    String throughput = name(plan, who + ", at every subscriber");
    double goal = plan.nodes() == 2 ? PAIR_GOAL : MANY_GOAL;
    rows.add(
        goals
            ? BenchRow.atLeast(throughput, report.perSecond(), "messages/s", goal)
            : BenchRow.of(throughput, report.perSecond(), "messages/s"));
    rows.add(BenchRow.below(name(plan, who + ", lost"), report.lost(), "messages", 1));
    rows.add(BenchRow.below(name(plan, who + ", doubled"), report.doubled(), "messages", 1));
    String latency =
        name(plan, String.format(Locale.ROOT, "%s, latency at %,d/s", who, plan.perSecond()));
    boolean latencyGoals =
        goals && plan.nodes() == 2 && plan.perSecond() == LATENCY_GOAL_PER_SECOND;
    rows.add(
        latencyGoals
            ? BenchRow.below(latency + ", p50", report.p50Ms(), "ms", P50_GOAL_MS)
            : BenchRow.of(latency + ", p50", report.p50Ms(), "ms"));
    rows.add(
        latencyGoals
            ? BenchRow.below(latency + ", p99", report.p99Ms(), "ms", P99_GOAL_MS)
            : BenchRow.of(latency + ", p99", report.p99Ms(), "ms"));
    rows.add(BenchRow.of(latency + ", max", report.maxMs(), "ms"));
  }
}
