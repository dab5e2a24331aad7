package org.datanet.node.libp2p.gossipsub;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.datanet.node.libp2p.gossipsub.score.PeerScores;
import org.datanet.node.libp2p.gossipsub.score.ScoreReport;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * What the router may do with a peer, by its score: v1.1 "Score Thresholds". Also counts verdicts,
 * for people to see. Peers of explicit agreements are welcome whatever they do.
 */
final class Standing {

  private static final double MALFORMED_POINTS = 2;

  private final GossipParams params;
  private final PeerScores scores;
  private final LinkedHashMap<PeerId, VerdictCounts> counts;

  Standing(
      GossipParams params,
      Function<String, Optional<TopicScoreParams>> topics,
      ToDoubleFunction<PeerId> app) {
    this.params = params;
    this.scores = new PeerScores(params.score(), topics, app);
    int peersMax = params.limits().memory().peersCountedMax();
    this.counts =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<PeerId, VerdictCounts> eldest) {
            return size() > peersMax;
          }
        };
  }

  void connected(PeerId peer, Optional<InetAddress> address) {
    scores.connected(peer, address);
  }

  void disconnected(PeerId peer, long nowMs) {
    scores.disconnected(peer, nowMs);
  }

  /** Where counters change with membership of a mesh and with deliveries. */
  PeerScores scores() {
    return scores;
  }

  void count(PeerId peer, Verdict verdict) {
    // Put in anew, so that the peer least lately judged is forgotten first.
    VerdictCounts before = counts.remove(peer);
    counts.put(peer, (before == null ? VerdictCounts.NONE : before).plus(verdict));
  }

  /** A message that was provably wrong: P4. */
  void invalid(PeerId peer, String topic, long nowMs) {
    count(peer, Verdict.REJECT);
    scores.invalid(peer, topic, nowMs);
  }

  /** Something that cannot be read: no honest peer sends it. */
  void malformed(PeerId peer, long nowMs) {
    count(peer, Verdict.REJECT);
    breach(peer, MALFORMED_POINTS, nowMs);
  }

  /** A breach of the protocol: P7. */
  void breach(PeerId peer, double points, long nowMs) {
    scores.breach(peer, points, nowMs);
  }

  /** Messages that were announced and did not come: P7, though a slow link may be to blame. */
  void brokenPromises(PeerId peer, int count, long nowMs) {
    scores.penalty(peer, count, nowMs);
  }

  void pardon(PeerId peer) {
    scores.pardon(peer);
  }

  double score(PeerId peer) {
    return scores.score(peer);
  }

  ScoreReport report(PeerId peer) {
    return scores.report(peer);
  }

  boolean isDirect(PeerId peer) {
    return params.options().direct().contains(peer);
  }

  /** Not heard at all, and not kept connected. */
  boolean isGraylisted(PeerId peer) {
    return !isAtLeast(peer, params.score().thresholds().graylist());
  }

  /** Graylisted for what nobody does by accident, and what no network does to a peer. */
  boolean isAbuser(PeerId peer) {
    return !isDirect(peer) && scores.misdeeds(peer) < params.score().thresholds().graylist();
  }

  /** Gets our own messages. */
  boolean mayHavePublications(PeerId peer) {
    return isAtLeast(peer, params.score().thresholds().publish());
  }

  /** Gets gossip, and is heard when it gossips. */
  boolean mayGossip(PeerId peer) {
    return isAtLeast(peer, params.score().thresholds().gossip());
  }

  /** Welcome in a mesh, and named to others. */
  boolean isWelcome(PeerId peer) {
    return isAtLeast(peer, 0);
  }

  /** Believed when it names other peers. */
  boolean mayIntroduce(PeerId peer) {
    return isAtLeast(peer, params.score().thresholds().acceptPx());
  }

  void onHeartbeat(long nowMs) {
    scores.refresh(nowMs);
  }

  PeerStanding of(PeerId peer) {
    VerdictCounts verdicts = counts.get(peer);
    return new PeerStanding(scores.report(peer), verdicts == null ? VerdictCounts.NONE : verdicts);
  }

  int counted() {
    return counts.size();
  }

  /** Peers on whose messages a verdict is remembered. */
  Set<PeerId> judged() {
    return new TreeSet<>(counts.keySet());
  }

  private boolean isAtLeast(PeerId peer, double threshold) {
    return isDirect(peer) || scores.score(peer) >= threshold;
  }
}
