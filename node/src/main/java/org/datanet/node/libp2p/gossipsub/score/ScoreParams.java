package org.datanet.node.libp2p.gossipsub.score;

import java.util.List;

/**
 * How peers are scored as a whole; gossipsub v1.1 "Overview of New Parameters".
 *
 * @param topicsMax cap of what all topics together can give; 0 for none
 * @param appWeight of P5, at least 0
 * @param colocation P6
 * @param behaviour P7
 * @param decayIntervalMs between two decays of the counters
 * @param decayToZero counters below it are 0
 * @param retainMs for which the bad part of a score outlives the connection; it does not decay then
 * @param retainedMax departed peers remembered; the least bad is forgotten first
 */
public record ScoreParams(
    Thresholds thresholds,
    double topicsMax,
    double appWeight,
    Colocation colocation,
    Behaviour behaviour,
    long decayIntervalMs,
    double decayToZero,
    long retainMs,
    int retainedMax) {

  public ScoreParams {
    Decay.require(Double.isFinite(topicsMax) && topicsMax >= 0, "a cap is 0 or more");
    Decay.require(Double.isFinite(appWeight) && appWeight >= 0, "P5's weight is at least 0");
    Decay.require(decayIntervalMs > 0 && retainMs >= 0 && retainedMax >= 0, "times are positive");
    Decay.requireFactor(decayToZero, "the limit to zero");
  }

  /** The same with other thresholds. */
  public ScoreParams with(Thresholds other) {
    return new ScoreParams(
        other,
        topicsMax,
        appWeight,
        colocation,
        behaviour,
        decayIntervalMs,
        decayToZero,
        retainMs,
        retainedMax);
  }

  /** The same with another P6. */
  public ScoreParams with(Colocation other) {
    return new ScoreParams(
        thresholds,
        topicsMax,
        appWeight,
        other,
        behaviour,
        decayIntervalMs,
        decayToZero,
        retainMs,
        retainedMax);
  }

  /**
   * Scores at which the router treats a peer otherwise; v1.1 "Score Thresholds".
   *
   * @param gossip below it no gossip goes to the peer or is heard from it; below 0
   * @param publish below it own messages do not go to the peer; at most {@code gossip}
   * @param graylist below it the peer is not heard at all; below {@code publish}
   * @param acceptPx from it on the peers are believed that it names in a PRUNE; at least 0
   * @param opportunisticGraft of a mesh's median, below which better peers are grafted; at least 0
   */
  public record Thresholds(
      double gossip, double publish, double graylist, double acceptPx, double opportunisticGraft) {

    public Thresholds {
      Decay.require(gossip < 0, "the gossip threshold is below 0");
      Decay.require(publish <= gossip, "the publish threshold is at most the gossip threshold");
      Decay.require(graylist < publish, "the graylist threshold is below the publish threshold");
      Decay.require(acceptPx >= 0 && opportunisticGraft >= 0, "the other thresholds are 0 or more");
    }
  }

  /**
   * P6, the square of the peers too many at one IP address (one /64 of IPv6).
   *
   * @param weight at most 0
   * @param peersMax connected from one address without harm, at least 1
   * @param exempt blocks that many peers share rightly, such as loopback on one machine's networks
   */
  public record Colocation(double weight, int peersMax, List<AddressBlock> exempt) {
    public Colocation {
      Decay.require(Double.isFinite(weight) && weight <= 0, "P6's weight is at most 0");
      Decay.require(peersMax >= 1, "P6 allows at least one peer an address");
      exempt = List.copyOf(exempt);
    }
  }

  /**
   * P7, the square of the penalty points above a threshold.
   *
   * @param weight at most 0
   * @param threshold points that honest peers may come to, by crossing messages and bad luck
   */
  public record Behaviour(double weight, double threshold, double decay) {
    public Behaviour {
      Decay.require(Double.isFinite(weight) && weight <= 0, "P7's weight is at most 0");
      Decay.require(threshold >= 0, "P7's threshold is 0 or more");
      Decay.requireFactor(decay, "P7");
    }
  }
}
