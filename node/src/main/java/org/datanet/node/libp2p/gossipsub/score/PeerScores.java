package org.datanet.node.libp2p.gossipsub.score;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Scores of peers, v1.1 "The Score Function". The same events at the same times give the same
 * scores. Topics without parameters count for nothing. Not safe for use by several threads.
 *
 * <p>Of a peer that leaves, what is bad stays for {@link ScoreParams#retainMs()} and does not decay
 * meanwhile; what is good goes at once. A good balance must not hide the bad part either: a peer
 * could earn, spend it on invalid messages, and be forgotten while it is just above zero.
 */
public final class PeerScores {

  private final ScoreParams params;
  private final Function<String, Optional<TopicScoreParams>> topics;
  private final ToDoubleFunction<PeerId> app;
  private final AddressBook addresses;
  private final Map<PeerId, PeerCounters> peers = new LinkedHashMap<>();
  private int departed;
  private long decayAtMs = Long.MIN_VALUE;

  /**
   * @param topics parameters by topic; must give the same for a topic as long as it is scored
   * @param app P5: what the application thinks of a peer
   */
  public PeerScores(
      ScoreParams params,
      Function<String, Optional<TopicScoreParams>> topics,
      ToDoubleFunction<PeerId> app) {
    this.params = params;
    this.topics = topics;
    this.app = app;
    this.addresses = new AddressBook(params.colocation());
  }

  /**
   * @param address where the peer is; empty where its connection has none
   */
  public void connected(PeerId peer, Optional<InetAddress> address) {
    PeerCounters counters = peers.computeIfAbsent(peer, any -> new PeerCounters());
    if (counters.connected) {
      counters.place.ifPresent(addresses::leave);
    } else if (counters.departed) {
      departed--;
      counters.departed = false;
    }
    counters.connected = true;
    counters.place = address.flatMap(addresses::place);
    counters.place.ifPresent(addresses::enter);
  }

  public void disconnected(PeerId peer, long nowMs) {
    PeerCounters counters = peers.get(peer);
    if (counters == null || !counters.connected) {
      return;
    }
    counters.connected = false;
    counters.place.ifPresent(addresses::leave);
    counters.place = Optional.empty();
    counters.topics.values().forEach(TopicCounters::keepTheBad);
    if (counters.isBad()) {
      retain(counters, nowMs);
    } else {
      peers.remove(peer);
    }
  }

  public void grafted(PeerId peer, String topic, long nowMs) {
    counters(peer, topic).ifPresent(counters -> counters.grafted(nowMs));
  }

  public void pruned(PeerId peer, String topic) {
    counters(peer, topic).ifPresent(TopicCounters::pruned);
  }

  /** A valid message that this peer brought first. */
  public void firstDelivery(PeerId peer, String topic) {
    if (isConnected(peer)) {
      counters(peer, topic).ifPresent(TopicCounters::firstDelivery);
    }
  }

  /** A copy of a valid message, before our verdict or just after it. */
  public void meshDelivery(PeerId peer, String topic) {
    if (isConnected(peer)) {
      counters(peer, topic).ifPresent(TopicCounters::meshDelivery);
    }
  }

  /** An invalid message. It counts against a peer that has just left, too. */
  public void invalid(PeerId peer, String topic, long nowMs) {
    if (topics.apply(topic).isPresent()) {
      connectedOrRetained(peer, nowMs);
      counters(peer, topic).ifPresent(TopicCounters::invalid);
    }
  }

  /**
   * Points for P7 that a slow link may explain. They count against a peer that has just left, too.
   */
  public void penalty(PeerId peer, double points, long nowMs) {
    connectedOrRetained(peer, nowMs).penalties += points;
  }

  /** Points for P7 that nothing but the peer itself explains. */
  public void breach(PeerId peer, double points, long nowMs) {
    PeerCounters counters = connectedOrRetained(peer, nowMs);
    counters.penalties += points;
    counters.breaches += points;
  }

  /**
   * What of the score is the peer's own doing beyond doubt: P4, and P7 as far as no slow link
   * explains it; at most 0. No merit makes up for it.
   */
  public double misdeeds(PeerId peer) {
    PeerCounters counters = peers.get(peer);
    if (counters == null) {
      return 0;
    }
    double invalid = 0;
    for (Map.Entry<String, TopicCounters> topic : counters.topics.entrySet()) {
      double weight = topics.apply(topic.getKey()).map(TopicScoreParams::weight).orElse(0.0);
      invalid += weight * topic.getValue().p4();
    }
    return invalid + counters.breachScore(params.behaviour());
  }

  /** Forgets what a departed peer did. */
  public void pardon(PeerId peer) {
    PeerCounters counters = peers.get(peer);
    if (counters != null && counters.departed) {
      peers.remove(peer);
      departed--;
    }
  }

  /** Decays what is due and forgets who left long ago; call it at least every interval. */
  public void refresh(long nowMs) {
    if (decayAtMs == Long.MIN_VALUE) {
      decayAtMs = nowMs + params.decayIntervalMs();
    }
    peers.values().removeIf(counters -> isForgotten(counters, nowMs));
    while (decayAtMs <= nowMs) {
      for (PeerCounters counters : peers.values()) {
        if (counters.connected) {
          counters.decay(decayAtMs, params);
        }
      }
      decayAtMs += params.decayIntervalMs();
    }
  }

  public double score(PeerId peer) {
    PeerCounters counters = peers.get(peer);
    return counters == null
        ? appScore(peer)
        : counters.topicsScore(params.topicsMax())
            + appScore(peer)
            + colocationScore(counters)
            + counters.behaviourScore(params.behaviour());
  }

  public ScoreReport report(PeerId peer) {
    PeerCounters counters = peers.get(peer);
    if (counters == null) {
      return ScoreReport.UNKNOWN;
    }
    double[] parts = new double[5];
    counters.topics.forEach(
        (topic, values) -> {
          double weight = topics.apply(topic).map(TopicScoreParams::weight).orElse(0.0);
          parts[0] += weight * values.p1();
          parts[1] += weight * values.p2();
          parts[2] += weight * values.p3();
          parts[3] += weight * values.p3b();
          parts[4] += weight * values.p4();
        });
    return new ScoreReport(
        score(peer),
        parts[0],
        parts[1],
        parts[2],
        parts[3],
        parts[4],
        appScore(peer),
        colocationScore(counters),
        counters.behaviourScore(params.behaviour()));
  }

  /** Peers of whom something is known, connected or departed. */
  public int size() {
    return peers.size();
  }

  /** Departed peers of whom something bad is known; at most {@link ScoreParams#retainedMax()}. */
  public int retained() {
    return departed;
  }

  private boolean isConnected(PeerId peer) {
    PeerCounters counters = peers.get(peer);
    return counters != null && counters.connected;
  }

  private PeerCounters connectedOrRetained(PeerId peer, long nowMs) {
    PeerCounters known = peers.get(peer);
    if (known != null) {
      return known;
    }
    PeerCounters counters = new PeerCounters();
    peers.put(peer, counters);
    retain(counters, nowMs);
    return counters;
  }

  private void retain(PeerCounters counters, long nowMs) {
    counters.departed = true;
    counters.forgetAtMs = nowMs + params.retainMs();
    departed++;
    if (departed > params.retainedMax()) {
      peers.entrySet().stream()
          .filter(entry -> entry.getValue().departed)
          .max(Comparator.comparingDouble(entry -> score(entry.getKey())))
          .map(Map.Entry::getKey)
          .ifPresent(
              leastBad -> {
                peers.remove(leastBad);
                departed--;
              });
    }
  }

  private boolean isForgotten(PeerCounters counters, long nowMs) {
    boolean forgotten = counters.departed && counters.forgetAtMs <= nowMs;
    if (forgotten) {
      departed--;
    }
    return forgotten;
  }

  private double appScore(PeerId peer) {
    return params.appWeight() == 0 ? 0 : params.appWeight() * app.applyAsDouble(peer);
  }

  private double colocationScore(PeerCounters counters) {
    double factor = counters.place.map(addresses::factor).orElse(0.0);
    return factor == 0 ? 0 : factor * params.colocation().weight();
  }

  private Optional<TopicCounters> counters(PeerId peer, String topic) {
    PeerCounters counters = peers.get(peer);
    if (counters == null) {
      return Optional.empty();
    }
    TopicCounters known = counters.topics.get(topic);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<TopicCounters> created = topics.apply(topic).map(TopicCounters::new);
    created.ifPresent(fresh -> counters.topics.put(topic, fresh));
    return created;
  }
}
