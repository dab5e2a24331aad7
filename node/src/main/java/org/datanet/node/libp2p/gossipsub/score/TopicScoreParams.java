package org.datanet.node.libp2p.gossipsub.score;

/**
 * What a peer's behaviour in one topic is worth; gossipsub v1.1 "Topic Parameter Calculation and
 * Decay" and "Overview of New Parameters". A weight of 0 turns a part off. Decays are factors
 * within (0, 1), applied at every {@link ScoreParams#decayIntervalMs()}.
 *
 * @param weight of the topic within the score, above 0
 * @param timeInMesh P1
 * @param firstDeliveries P2
 * @param meshDeliveries P3
 * @param meshFailures P3b
 * @param invalid P4
 */
public record TopicScoreParams(
    double weight,
    TimeInMesh timeInMesh,
    FirstDeliveries firstDeliveries,
    MeshDeliveries meshDeliveries,
    MeshFailures meshFailures,
    Invalid invalid) {

  public TopicScoreParams {
    Decay.require(Double.isFinite(weight) && weight > 0, "a topic's weight is above 0");
  }

  /** The same with another P3 and P3b. */
  public TopicScoreParams with(MeshDeliveries deliveries, MeshFailures failures) {
    return new TopicScoreParams(weight, timeInMesh, firstDeliveries, deliveries, failures, invalid);
  }

  /**
   * P1, the time since the GRAFT.
   *
   * @param weight at least 0
   * @param quantumMs that gives one point
   * @param max points, so that an old member does not outweigh what it does
   */
  public record TimeInMesh(double weight, long quantumMs, double max) {
    public TimeInMesh {
      Decay.require(Double.isFinite(weight) && weight >= 0, "P1's weight is at least 0");
      Decay.require(quantumMs > 0 && max >= 0, "P1 needs a quantum above 0 and a cap");
    }
  }

  /**
   * P2, valid messages that the peer was the first to deliver.
   *
   * @param weight at least 0
   * @param max of the counter
   */
  public record FirstDeliveries(double weight, double decay, double max) {
    public FirstDeliveries {
      Decay.require(Double.isFinite(weight) && weight >= 0, "P2's weight is at least 0");
      Decay.requireFactor(decay, "P2");
      Decay.require(max >= 0, "P2's cap is at least 0");
    }
  }

  /**
   * P3, the square of what a member of the mesh delivers too little.
   *
   * @param weight at most 0
   * @param max of the counter, at least {@code threshold}
   * @param threshold deliveries, decayed, that are enough
   * @param activationMs in the mesh before P3 applies
   * @param windowMs after our verdict on a message in which another copy of it still counts; a few
   *     milliseconds, or a peer could live on echoing what we sent it
   */
  public record MeshDeliveries(
      double weight, double decay, double max, double threshold, long activationMs, long windowMs) {

    /** No delivery is expected of anybody. */
    public static final MeshDeliveries OFF = new MeshDeliveries(0, 0.5, 0, 0, 0, 0);

    public MeshDeliveries {
      Decay.require(Double.isFinite(weight) && weight <= 0, "P3's weight is at most 0");
      Decay.requireFactor(decay, "P3");
      Decay.require(
          threshold >= 0 && max >= threshold, "P3 needs a threshold of 0 or more, and a cap above");
      Decay.require(activationMs >= 0 && windowMs >= 0, "P3's times are 0 or more");
    }

    boolean isOn() {
      return weight < 0;
    }
  }

  /**
   * P3b, the squared deficits with which a peer left the mesh.
   *
   * @param weight at most 0
   */
  public record MeshFailures(double weight, double decay) {

    public static final MeshFailures OFF = new MeshFailures(0, 0.5);

    public MeshFailures {
      Decay.require(Double.isFinite(weight) && weight <= 0, "P3b's weight is at most 0");
      Decay.requireFactor(decay, "P3b");
    }
  }

  /**
   * P4, the square of the number of invalid messages.
   *
   * @param weight at most 0
   */
  public record Invalid(double weight, double decay) {
    public Invalid {
      Decay.require(Double.isFinite(weight) && weight <= 0, "P4's weight is at most 0");
      Decay.requireFactor(decay, "P4");
    }
  }
}
