package org.datanet.node.libp2p.jvm;

import io.libp2p.core.PeerId;
import io.libp2p.pubsub.gossip.DefaultGossipScore;
import io.libp2p.pubsub.gossip.DefaultGossipScore.PeerScores;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scores of jvm-libp2p's router, which it forgets too late or never. Router's thread only. */
final class GossipScores {

  /** As much as an RPC costs that cannot be read, over our stack. */
  private static final int BLAME_POINTS = 2;

  /** So long ago that the next decay forgets the peer. */
  private static final long LONG_AGO_MS = 1;

  private final DefaultGossipScore scores;
  private final int retainedMax;

  /**
   * @param retainedMax departed peers whose scores are kept
   */
  GossipScores(DefaultGossipScore scores, int retainedMax) {
    this.scores = scores;
    this.retainedMax = retainedMax;
  }

  /** 0 of a peer that is not known: jvm-libp2p would remember for ever that it was asked. */
  double of(PeerId peer) {
    return find(peer).isPresent() ? scores.score(peer) : 0;
  }

  /** False where the peer is not known, and nothing is counted. */
  boolean blame(PeerId peer) {
    boolean known = find(peer).isPresent();
    if (known) {
      scores.notifyRouterMisbehavior(peer, BLAME_POINTS);
    }
    return known;
  }

  /** Forgets what a peer did that is gone, or about to be. */
  void pardon(PeerId peer) {
    find(peer).ifPresent(GossipScores::forget);
  }

  /**
   * Forgets the least bad of those who are gone where there are too many, and knows who came back
   * and who is gone, of which jvm-libp2p takes no notice or hears too early.
   */
  void tidy(Set<PeerId> connected, long nowMs) {
    Map<PeerId, Double> departed = new HashMap<>();
    scores
        .getPeerScores()
        .forEach(
            (peer, known) -> {
              if (connected.contains(peer)) {
                known.setDisconnectedTimeMillis(0);
              } else {
                if (!known.isDisconnected()) {
                  known.setDisconnectedTimeMillis(nowMs);
                }
                departed.put(peer, scores.score(peer));
              }
            });
    departed.entrySet().stream()
        .sorted(Map.Entry.<PeerId, Double>comparingByValue().reversed())
        .limit(Math.max(0, departed.size() - retainedMax))
        .forEach(known -> pardon(known.getKey()));
  }

  private static void forget(PeerScores known) {
    known.getTopicScores().clear();
    known.setBehaviorPenalty(0);
    known.setDisconnectedTimeMillis(LONG_AGO_MS);
  }

  private Optional<PeerScores> find(PeerId peer) {
    return Optional.ofNullable(scores.getPeerScores().get(peer));
  }
}
