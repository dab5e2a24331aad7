package org.datanet.node.libp2p.gossipsub.score;

/** Counters of one peer in one topic; v1.1 "Topic Parameter Calculation and Decay". */
final class TopicCounters {

  private final TopicScoreParams params;
  private boolean inMesh;
  private long graftedAtMs;
  private long meshMs;
  private boolean deliveriesExpected;
  private double firstDeliveries;
  private double meshDeliveries;
  private double meshFailures;
  private double invalid;

  TopicCounters(TopicScoreParams params) {
    this.params = params;
  }

  void grafted(long nowMs) {
    inMesh = true;
    graftedAtMs = nowMs;
    meshMs = 0;
    deliveriesExpected = false;
  }

  void pruned() {
    if (inMesh) {
      meshFailures += squaredDeficit();
    }
    inMesh = false;
    deliveriesExpected = false;
  }

  void firstDelivery() {
    firstDeliveries = Math.min(firstDeliveries + 1, params.firstDeliveries().max());
    meshDelivery();
  }

  /** A copy of a message that came while it was new; only members of the mesh earn by it. */
  void meshDelivery() {
    if (inMesh) {
      meshDeliveries = Math.min(meshDeliveries + 1, params.meshDeliveries().max());
    }
  }

  void invalid() {
    invalid++;
  }

  void decay(long nowMs, double toZero) {
    firstDeliveries = decayed(firstDeliveries, params.firstDeliveries().decay(), toZero);
    meshDeliveries = decayed(meshDeliveries, params.meshDeliveries().decay(), toZero);
    meshFailures = decayed(meshFailures, params.meshFailures().decay(), toZero);
    invalid = decayed(invalid, params.invalid().decay(), toZero);
    updateMeshTime(nowMs);
  }

  /** Only now: reading the clock for every score would cost more than it tells. */
  void updateMeshTime(long nowMs) {
    if (inMesh) {
      meshMs = nowMs - graftedAtMs;
      deliveriesExpected |= meshMs > params.meshDeliveries().activationMs();
    }
  }

  /** What stays when the peer is gone: nothing good. */
  void keepTheBad() {
    pruned();
    firstDeliveries = 0;
  }

  boolean isBlank() {
    return !inMesh
        && firstDeliveries == 0
        && meshDeliveries == 0
        && meshFailures == 0
        && invalid == 0;
  }

  boolean isBad() {
    return meshFailures > 0 || invalid > 0;
  }

  double invalidCount() {
    return invalid;
  }

  /** The topic's part of the score, weighted. */
  double score() {
    return params.weight() * (p1() + p2() + p3() + p3b() + p4());
  }

  double p1() {
    return inMesh
        ? params.timeInMesh().weight()
            * Math.min(
                (double) (meshMs / params.timeInMesh().quantumMs()), params.timeInMesh().max())
        : 0;
  }

  double p2() {
    return params.firstDeliveries().weight() * firstDeliveries;
  }

  double p3() {
    return params.meshDeliveries().weight() * squaredDeficit();
  }

  double p3b() {
    return params.meshFailures().weight() * meshFailures;
  }

  double p4() {
    return params.invalid().weight() * invalid * invalid;
  }

  private double squaredDeficit() {
    double deficit = params.meshDeliveries().threshold() - meshDeliveries;
    return deliveriesExpected && deficit > 0 ? deficit * deficit : 0;
  }

  static double decayed(double counter, double factor, double toZero) {
    double next = counter * factor;
    return next < toZero ? 0 : next;
  }
}
