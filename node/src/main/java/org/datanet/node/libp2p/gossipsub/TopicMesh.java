package org.datanet.node.libp2p.gossipsub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * The mesh of one topic that we subscribe, and the backoffs of those it was pruned with. Gossipsub
 * v1.0 "Mesh maintenance", v1.1 "PRUNE Backoff and Peer Exchange" and "Outbound Mesh Quotas".
 */
final class TopicMesh {

  /** Peers that come and go under new names must not fill the memory with backoffs. */
  private static final int BACKOFFS_MAX = 1_024;

  private final String topic;
  private final GossipParams.Mesh degree;
  private final GossipParams.Timing timing;
  private final TreeSet<PeerId> members = new TreeSet<>();
  private final TreeMap<PeerId, Long> backoffUntilMs = new TreeMap<>();

  TopicMesh(String topic, GossipParams.Mesh degree, GossipParams.Timing timing) {
    this.topic = topic;
    this.degree = degree;
    this.timing = timing;
  }

  /** What comes of a GRAFT. */
  enum GraftOutcome {
    JOINED,
    ALREADY_IN,
    FULL,
    TOO_EARLY
  }

  GraftOutcome onGraft(PeerId peer, boolean outbound, long nowMs) {
    if (members.contains(peer)) {
      return GraftOutcome.ALREADY_IN;
    }
    if (backoffUntilMs.getOrDefault(peer, Long.MIN_VALUE) > nowMs) {
      backOff(peer, timing.pruneBackoffMs(), nowMs);
      return GraftOutcome.TOO_EARLY;
    }
    if (members.size() >= degree.high() && !outbound) {
      backOff(peer, timing.pruneBackoffMs(), nowMs);
      return GraftOutcome.FULL;
    }
    members.add(peer);
    return GraftOutcome.JOINED;
  }

  /** A PRUNE; from a peer outside the mesh it says nothing new. */
  void onPrune(PeerId peer, long backoffMs, long nowMs) {
    if (members.remove(peer)) {
      backOff(peer, backoffMs, nowMs);
    }
  }

  /** A peer left or unsubscribed; its backoff stays. */
  void remove(PeerId peer) {
    members.remove(peer);
  }

  boolean contains(PeerId peer) {
    return members.contains(peer);
  }

  List<PeerId> members() {
    return List.copyOf(members);
  }

  /** We leave the topic; the backoffs hold for a return to it. */
  void dissolve(long nowMs, Effects effects) {
    for (PeerId peer : members) {
      effects.prune(peer, topic, timing.unsubscribeBackoffMs());
      backOff(peer, timing.unsubscribeBackoffMs(), nowMs);
    }
    members.clear();
  }

  /**
   * Grafts where the mesh is thin or has too few outbound members, prunes where it is thick.
   *
   * @param subscribers peers that may be grafted, members or not
   * @return the peers grafted now
   */
  List<PeerId> maintain(
      List<PeerId> subscribers,
      Predicate<PeerId> isOutbound,
      SplittableRandom random,
      long nowMs,
      Effects effects) {
    // The other side clears its backoff at a heartbeat of its own: one more heartbeat is slack for
    // that.
    backoffUntilMs.values().removeIf(until -> until + timing.heartbeatMs() <= nowMs);
    List<PeerId> candidates = new ArrayList<>(subscribers);
    candidates.removeIf(peer -> members.contains(peer) || backoffUntilMs.containsKey(peer));
    Collections.shuffle(candidates, random);
    List<PeerId> grafted = new ArrayList<>();
    if (members.size() < degree.low()) {
      grafted.addAll(
          candidates.subList(0, Math.min(candidates.size(), degree.target() - members.size())));
    } else {
      long outboundMissing = degree.outbound() - members.stream().filter(isOutbound).count();
      candidates.stream()
          .filter(isOutbound)
          .limit(Math.max(0, outboundMissing))
          .forEach(grafted::add);
    }
    members.addAll(grafted);
    grafted.forEach(peer -> effects.graft(peer, topic));
    if (members.size() > degree.high()) {
      thin(isOutbound, random, nowMs, effects);
    }
    return grafted;
  }

  private void thin(
      Predicate<PeerId> isOutbound, SplittableRandom random, long nowMs, Effects effects) {
    List<PeerId> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, random);
    TreeSet<PeerId> kept = new TreeSet<>();
    shuffled.stream().filter(isOutbound).limit(degree.outbound()).forEach(kept::add);
    shuffled.stream()
        .filter(peer -> !kept.contains(peer))
        .limit(degree.target() - kept.size())
        .toList()
        .forEach(kept::add);
    for (PeerId peer : shuffled) {
      if (!kept.contains(peer)) {
        members.remove(peer);
        backOff(peer, timing.pruneBackoffMs(), nowMs);
        effects.prune(peer, topic, timing.pruneBackoffMs());
      }
    }
  }

  private void backOff(PeerId peer, long backoffMs, long nowMs) {
    backoffUntilMs.merge(peer, nowMs + backoffMs, Math::max);
    if (backoffUntilMs.size() > BACKOFFS_MAX) {
      backoffUntilMs.entrySet().stream()
          .min(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .ifPresent(backoffUntilMs::remove);
    }
  }
}
