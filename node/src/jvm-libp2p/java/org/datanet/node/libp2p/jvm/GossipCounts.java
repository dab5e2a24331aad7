package org.datanet.node.libp2p.jvm;

import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.pubsub.ValidationResult;
import io.libp2p.pubsub.PubsubMessage;
import io.libp2p.pubsub.gossip.GossipRouterEventListener;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.datanet.node.libp2p.gossipsub.PeerStanding;
import org.datanet.node.libp2p.gossipsub.Verdict;
import org.datanet.node.libp2p.gossipsub.VerdictCounts;
import org.datanet.node.libp2p.gossipsub.score.ScoreReport;

/**
 * Hears from jvm-libp2p's router who sent what and what came of it. Its thread only, but for {@link
 * #standings}.
 */
final class GossipCounts implements GossipRouterEventListener {

  private final Map<PeerId, VerdictCounts> byPeer;
  private volatile Map<org.datanet.node.libp2p.multiformats.PeerId, PeerStanding> standings =
      Map.of();

  GossipCounts(int peersMax) {
    this.byPeer =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<PeerId, VerdictCounts> eldest) {
            return size() > peersMax;
          }
        };
  }

  /** As of the last {@link #refresh}. Any thread. */
  Map<org.datanet.node.libp2p.multiformats.PeerId, PeerStanding> standings() {
    return standings;
  }

  /** jvm-libp2p tells a score and not what it is made of. */
  void refresh(GossipScores scores) {
    Map<org.datanet.node.libp2p.multiformats.PeerId, PeerStanding> now = new HashMap<>();
    byPeer.forEach(
        (peer, counts) ->
            now.put(
                JvmTypes.ours(peer),
                new PeerStanding(
                    new ScoreReport(scores.of(peer), 0, 0, 0, 0, 0, 0, 0, 0), counts)));
    standings = Map.copyOf(now);
  }

  /** A verdict that the router does not tell. */
  void judged(PeerId peer, Verdict verdict) {
    count(peer, verdict);
  }

  private void count(PeerId peer, Verdict verdict) {
    byPeer.put(peer, byPeer.getOrDefault(peer, VerdictCounts.NONE).plus(verdict));
  }

  @Override
  public void notifyUnseenMessage(PeerId peer, PubsubMessage message) {
    ((HashedMessage) message).cameFrom(JvmTypes.ours(peer));
  }

  @Override
  public void notifyUnseenValidMessage(PeerId peer, PubsubMessage message) {
    count(peer, Verdict.ACCEPT);
  }

  @Override
  public void notifyUnseenInvalidMessage(PeerId peer, PubsubMessage message) {
    count(peer, Verdict.REJECT);
  }

  @Override
  public void notifyConnected(PeerId peer, Multiaddr address) {
    byPeer.putIfAbsent(peer, VerdictCounts.NONE);
  }

  @Override
  public void notifyDisconnected(PeerId peer) {
    // What it did is remembered.
  }

  @Override
  public void notifySeenMessage(
      PeerId peer, PubsubMessage message, Optional<ValidationResult> result) {
    // Duplicates are not counted.
  }

  @Override
  public void notifyMeshed(PeerId peer, String topic) {
    // The mesh is the router's own affair.
  }

  @Override
  public void notifyPruned(PeerId peer, String topic) {
    // As above.
  }

  @Override
  public void notifyRouterMisbehavior(PeerId peer, int count) {
    // It is in the score.
  }
}
