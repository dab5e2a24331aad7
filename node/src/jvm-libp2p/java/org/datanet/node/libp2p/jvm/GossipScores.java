package org.datanet.node.libp2p.jvm;

import io.libp2p.core.PeerId;
import io.libp2p.pubsub.gossip.DefaultGossipScore;
import io.libp2p.pubsub.gossip.DefaultGossipScore.PeerScores;
import java.util.Comparator;
import java.util.List;
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
   * Forgets the least bad of those who are gone where there are too many, and knows again who came
   * back, of which jvm-libp2p takes no notice.
   */
  void tidy(Set<PeerId> connected) {
    connected.forEach(peer -> find(peer).ifPresent(known -> known.setDisconnectedTimeMillis(0)));
    List<PeerId> departed =
        scores.getPeerScores().entrySet().stream()
            .filter(known -> known.getValue().isDisconnected())
            .map(Map.Entry::getKey)
            .sorted(Comparator.comparingDouble(peer -> -of(peer)))
            .toList();
    departed.stream().limit(Math.max(0, departed.size() - retainedMax)).forEach(this::pardon);
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
