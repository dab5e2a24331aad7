package org.datanet.node.libp2p.gossipsub;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * The members of one topic's mesh, and until when those are backed off that it was pruned with:
 * v1.1 "PRUNE Backoff and Peer Exchange". A backoff outlives the connection.
 */
final class TopicMesh {

  private final int backoffsMax;
  private final TreeSet<PeerId> members = new TreeSet<>();
  private final Map<PeerId, Long> backoffUntilMs = new TreeMap<>();

  TopicMesh(int backoffsMax) {
    this.backoffsMax = backoffsMax;
  }

  boolean add(PeerId peer) {
    return members.add(peer);
  }

  boolean remove(PeerId peer) {
    return members.remove(peer);
  }

  boolean contains(PeerId peer) {
    return members.contains(peer);
  }

  /** In order; a view. */
  Set<PeerId> members() {
    return Collections.unmodifiableSet(members);
  }

  int size() {
    return members.size();
  }

  /** Never shortens a backoff that runs. */
  void backOff(PeerId peer, long untilMs) {
    backoffUntilMs.merge(peer, untilMs, Math::max);
    if (backoffUntilMs.size() > backoffsMax) {
      backoffUntilMs.entrySet().stream()
          .min(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .ifPresent(backoffUntilMs::remove);
    }
  }

  /** When the backoff ends; long past where there is none. */
  long backoffUntilMs(PeerId peer) {
    return backoffUntilMs.getOrDefault(peer, Long.MIN_VALUE);
  }

  boolean hasBackoff(PeerId peer) {
    return backoffUntilMs.containsKey(peer);
  }

  /** Forgets the backoffs that ended by then. */
  void endBackoffs(long thenMs) {
    backoffUntilMs.values().removeIf(until -> until <= thenMs);
  }

  int backoffs() {
    return backoffUntilMs.size();
  }
}
