package org.datanet.testnet.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.datanet.testnet.gossipsim.SimReport;
import org.datanet.testnet.gossipsim.Simulation;

/**
 * How messages spread among very many peers: the real router, in simulated time. With hostile peers
 * or losses the same network is run without them first.
 */
public final class GossipSimBench {

  private GossipSimBench() {}

  public static List<BenchRow> run(Simulation.Plan plan, BenchListener listener) {
    List<BenchRow> rows = new ArrayList<>();
    boolean isClean = plan.hostilePpm() == 0 && plan.lossPpm() == 0;
    listener.begins("simulating " + plan.peers() + " peers", isClean ? 1 : 2);
    rows.addAll(rows("all honest, nothing lost", Simulation.run(plan.withHostile(0).withLoss(0))));
    listener.reached(1, "");
    if (!isClean) {
      rows.addAll(rows(conditions(plan), Simulation.run(plan)));
      listener.reached(2, "");
    }
    return rows;
  }

  private static String conditions(Simulation.Plan plan) {
    return String.format(
        Locale.ROOT,
        "%.1f %% hostile, %.1f %% lost",
        plan.hostilePpm() / 10_000.0,
        plan.lossPpm() / 10_000.0);
  }

  private static List<BenchRow> rows(String conditions, SimReport report) {
    String what = String.format(Locale.ROOT, "%,d peers, %s: ", report.plan().peers(), conditions);
    List<BenchRow> rows = new ArrayList<>();
    rows.add(BenchRow.of(what + "delivery ratio", report.deliveryRatio(), "ratio"));
    rows.add(
        BenchRow.of(
            what + "missed of %,d".formatted(report.deliveries()), report.missed(), "deliveries"));
    addQuantiles(rows, what + "latency", report.latencyMs(), "ms");
    addQuantiles(rows, what + "way", report.hops(), "hops");
    rows.add(BenchRow.of(what + "received for a delivery", report.copiesPerDelivery(), "copies"));
    rows.add(
        BenchRow.of(
            what + "sent by a peer for a message, mean", report.bytesPerPeerMean(), "bytes"));
    rows.add(
        BenchRow.of(what + "sent by a peer for a message, max", report.bytesPerPeerMax(), "bytes"));
    rows.add(BenchRow.of(what + "honest peers dropped", report.honestDropped(), "connections"));
    for (SimReport.Abusers abusers : report.abusers()) {
      String who = "%s%,d × %s".formatted(what, abusers.peers(), abusers.abuse().words());
      rows.add(BenchRow.of(who + ", dropped", abusers.dropped(), "connections"));
      rows.add(BenchRow.of(who + ", in meshes in the end", abusers.meshPlaces(), "places"));
    }
    return rows;
  }

  private static void addQuantiles(
      List<BenchRow> rows, String what, SimReport.Quantiles quantiles, String unit) {
    rows.add(BenchRow.of(what + ", p50", quantiles.p50(), unit));
    rows.add(BenchRow.of(what + ", p99", quantiles.p99(), unit));
    rows.add(BenchRow.of(what + ", max", quantiles.max(), unit));
  }
}
