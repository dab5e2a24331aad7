package org.datanet.node.libp2p.gossipsub.score;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is remembered of one peer: its counters by topic, and those that go for all. */
final class PeerCounters {

  final Map<String, TopicCounters> topics = new TreeMap<>();
  double penalties;

  /** Those of the penalties that no slow or broken link explains. */
  double breaches;

  boolean connected;
  boolean departed;
  Optional<String> place = Optional.empty();
  long forgetAtMs;

  /** True where something is left that a peer should not get rid of by leaving. */
  boolean isBad() {
    return penalties > 0 || topics.values().stream().anyMatch(TopicCounters::isBad);
  }

  void decay(long nowMs, ScoreParams params) {
    for (TopicCounters topic : topics.values()) {
      topic.decay(nowMs, params.decayToZero());
    }
    topics.values().removeIf(TopicCounters::isBlank);
    double factor = params.behaviour().decay();
    penalties = TopicCounters.decayed(penalties, factor, params.decayToZero());
    breaches = TopicCounters.decayed(breaches, factor, params.decayToZero());
  }

  double topicsScore(double max) {
    double sum = 0;
    for (TopicCounters topic : topics.values()) {
      sum += topic.score();
    }
    return max > 0 ? Math.min(sum, max) : sum;
  }

  /** P7, weighted. */
  double behaviourScore(ScoreParams.Behaviour params) {
    return behaviourScore(penalties, params);
  }

  /** What P7 were without that which bad luck explains. */
  double breachScore(ScoreParams.Behaviour params) {
    return behaviourScore(breaches, params);
  }

  private static double behaviourScore(double points, ScoreParams.Behaviour params) {
    double excess = points - params.threshold();
    return excess > 0 ? params.weight() * excess * excess : 0;
  }
}
