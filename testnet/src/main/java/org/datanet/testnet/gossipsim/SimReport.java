package org.datanet.testnet.gossipsim;

import java.util.Arrays;
import java.util.List;

/**
 * What came of a simulation, among honest peers.
 *
 * @param deliveries pairs of a message and a peer that should have it
 * @param missed those of them where it never came
 * @param hops from the publisher to the peer
 * @param latencyMs from the publication to the acceptance
 * @param copiesPerDelivery messages received for each that was accepted; 1 where none came twice
 * @param bytesPerPeerMean sent from the first publication on, per message and honest peer
 * @param honestDropped connections between honest peers that one of them ended; 0 where scores are
 *     fair
 * @param abusers what became of the hostile peers, by what they do; empty where there are none
 */
public record SimReport(
    Simulation.Plan plan,
    long deliveries,
    long missed,
    Quantiles hops,
    Quantiles latencyMs,
    double copiesPerDelivery,
    double bytesPerPeerMean,
    double bytesPerPeerMax,
    long honestDropped,
    List<Abusers> abusers) {

  /** By nearest rank; zeros of nothing. */
  public record Quantiles(double p50, double p99, double max) {

    static Quantiles ofSorted(double[] values) {
      return new Quantiles(at(values, 50), at(values, 99), at(values, 100));
    }

    private static double at(double[] sorted, int percent) {
      return sorted.length == 0
          ? 0
          : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
  }

  /**
   * The hostile peers of one kind.
   *
   * @param peers of them
   * @param dropped connections to them that honest peers ended; they come back, and are dropped
   *     again
   * @param meshPlaces that they hold in meshes of honest peers in the end
   */
  public record Abusers(Abuse abuse, int peers, long dropped, long meshPlaces) {}

  /** Share of the deliveries that came to pass; 1 where there were none to make. */
  public double deliveryRatio() {
    return deliveries == 0 ? 1 : (double) (deliveries - missed) / deliveries;
  }

  static SimReport of(
      Simulation.Plan plan,
      Deliveries deliveries,
      long[] sentBytes,
      long honestDropped,
      List<Abusers> abusers) {
    double messages = Math.max(1, plan.messages());
    return new SimReport(
        plan,
        deliveries.expected(),
        deliveries.expected() - deliveries.made(),
        Quantiles.ofSorted(deliveries.hops()),
        Quantiles.ofSorted(deliveries.latenciesMs()),
        deliveries.copiesPerDelivery(),
        Arrays.stream(sentBytes).average().orElse(0) / messages,
        Arrays.stream(sentBytes).max().orElse(0) / messages,
        honestDropped,
        abusers);
  }
}
