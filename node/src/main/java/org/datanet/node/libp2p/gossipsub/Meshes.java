package org.datanet.node.libp2p.gossipsub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.ControlPrune;
import org.datanet.node.libp2p.wire.PubsubWire.PeerInfo;

/**
 * The meshes of the topics that we subscribe: who joins and leaves them, by GRAFT and PRUNE from
 * either side. v1.0 "Control Messages", v1.1 "PRUNE Backoff and Peer Exchange", "Outbound Mesh
 * Quotas" and "Explicit Peering Agreements".
 */
final class Meshes {

  /** A PRUNE may ask for more than this; no peer shuts itself out of our mesh for longer. */
  private static final long BACKOFF_MAX_MS = 3_600_000;

  private final GossipParams params;
  private final Peers peers;
  private final Standing standing;
  private final PeerKnowledge knowledge;
  private final SplittableRandom random;
  private final TreeMap<String, TopicMesh> joined = new TreeMap<>();
  private final TreeMap<String, TopicMesh> left = new TreeMap<>();

  Meshes(
      GossipParams params,
      Peers peers,
      Standing standing,
      PeerKnowledge knowledge,
      SplittableRandom random) {
    this.params = params;
    this.peers = peers;
    this.standing = standing;
    this.knowledge = knowledge;
    this.random = random;
  }

  boolean isJoined(String topic) {
    return joined.containsKey(topic);
  }

  /** Topics that we subscribe, in order; a view. */
  Set<String> topics() {
    return joined.keySet();
  }

  void forEach(BiConsumer<String, TopicMesh> action) {
    joined.forEach(action);
  }

  /** Members of a topic's mesh, in order; a view, empty where we do not subscribe. */
  Set<PeerId> members(String topic) {
    TopicMesh mesh = joined.get(topic);
    return mesh == null ? Set.of() : mesh.members();
  }

  /** False where we subscribe it already. The backoffs of an earlier time hold. */
  boolean join(String topic) {
    if (isJoined(topic)) {
      return false;
    }
    TopicMesh before = left.remove(topic);
    joined.put(
        topic,
        before == null ? new TopicMesh(params.limits().memory().backoffsPerTopicMax()) : before);
    return true;
  }

  /** False where we do not subscribe it. */
  boolean leave(String topic, Effects effects) {
    TopicMesh mesh = joined.remove(topic);
    if (mesh == null) {
      return false;
    }
    for (PeerId peer : List.copyOf(mesh.members())) {
      prune(peer, topic, mesh, params.timing().unsubscribeBackoffMs(), false, effects);
    }
    left.put(topic, mesh);
    return true;
  }

  /** The connection ended; the score hears of that by itself. */
  void disconnected(PeerId peer) {
    joined.values().forEach(mesh -> mesh.remove(peer));
  }

  /** The peer does not subscribe the topic any more. */
  void unsubscribed(PeerId peer, String topic) {
    TopicMesh mesh = joined.get(topic);
    if (mesh != null && mesh.remove(peer)) {
      standing.scores().pruned(peer, topic);
    }
  }

  /** Takes a peer in on our own account. */
  void graft(PeerId peer, String topic, TopicMesh mesh, Effects effects) {
    add(peer, topic, mesh, effects);
    effects.graft(peer, topic);
  }

  /** Sends a peer away. */
  void prune(
      PeerId peer,
      String topic,
      TopicMesh mesh,
      long backoffMs,
      boolean introduceOthers,
      Effects effects) {
    if (mesh.remove(peer)) {
      standing.scores().pruned(peer, topic);
    }
    mesh.backOff(peer, effects.nowMs() + backoffMs);
    tellPrune(peer, topic, backoffMs, introduceOthers, effects);
  }

  /** True where the peer is new in the mesh. */
  boolean onGraft(PeerId from, String topic, Effects effects) {
    TopicMesh mesh = joined.get(topic);
    if (mesh == null || mesh.contains(from)) {
      // No PRUNE for a topic that we are not in: v1.1 "Spam Protection Measures".
      return false;
    }
    long backoffMs = params.timing().pruneBackoffMs();
    boolean inBackoff = mesh.backoffUntilMs(from) > effects.nowMs();
    boolean full = mesh.size() >= params.mesh().high() && !peers.isOutbound(from);
    if (inBackoff && !standing.isDirect(from)) {
      standing.breach(from, earliness(mesh.backoffUntilMs(from), effects), effects.nowMs());
    }
    if (inBackoff
        || standing.isDirect(from)
        || !standing.isWelcome(from)
        || !subscribes(from, topic)) {
      prune(from, topic, mesh, backoffMs, false, effects);
      return false;
    }
    if (full) {
      prune(from, topic, mesh, backoffMs, true, effects);
      return false;
    }
    add(from, topic, mesh, effects);
    return true;
  }

  /** Gives the peers that the PRUNE names, as far as its sender may introduce any. */
  void onPrune(PeerId from, ControlPrune prune, Effects effects) {
    TopicMesh mesh = joined.get(prune.getTopicID());
    if (mesh == null) {
      return;
    }
    unsubscribed(from, prune.getTopicID());
    long askedMs =
        prune.getBackoff() == 0
            ? params.timing().pruneBackoffMs()
            : Math.clamp(prune.getBackoff(), 0, BACKOFF_MAX_MS / 1_000) * 1_000;
    mesh.backOff(from, effects.nowMs() + askedMs);
    if (params.options().prunePeers() > 0 && standing.mayIntroduce(from)) {
      List<Action.Introduced> introduced = introduced(prune);
      if (!introduced.isEmpty()) {
        effects.introduce(from, introduced);
      }
    }
  }

  void endBackoffs(long nowMs) {
    // The other side ends its backoff at a heartbeat of its own: one more heartbeat is slack for
    // that.
    long thenMs = nowMs - params.timing().heartbeatMs();
    joined.values().forEach(mesh -> mesh.endBackoffs(thenMs));
    left.values().forEach(mesh -> mesh.endBackoffs(thenMs));
    left.values().removeIf(mesh -> mesh.backoffs() == 0);
  }

  /** Backoffs of the topic that has most. */
  int backoffsMax() {
    return Stream.concat(joined.values().stream(), left.values().stream())
        .mapToInt(TopicMesh::backoffs)
        .max()
        .orElse(0);
  }

  private void add(PeerId peer, String topic, TopicMesh mesh, Effects effects) {
    mesh.add(peer);
    standing.scores().grafted(peer, topic, effects.nowMs());
  }

  private boolean subscribes(PeerId peer, String topic) {
    return peers.find(peer).filter(state -> state.topics.contains(topic)).isPresent();
  }

  /** Penalty points: a GRAFT just after the PRUNE cannot be a matter of clocks. */
  private double earliness(long untilMs, Effects effects) {
    long prunedMs = untilMs - params.timing().pruneBackoffMs();
    return effects.nowMs() < prunedMs + params.timing().graftFloodMs() ? 2 : 1;
  }

  private void tellPrune(
      PeerId peer, String topic, long backoffMs, boolean introduceOthers, Effects effects) {
    if (peers.protocol(peer).hasBackoff()) {
      boolean exchange = introduceOthers && standing.isWelcome(peer);
      effects.prune(peer, topic, backoffMs, exchange ? others(peer, topic) : List.of());
    } else {
      effects.prune(peer, topic);
    }
  }

  private List<PeerInfo> others(PeerId than, String topic) {
    List<PeerId> welcome =
        peers.subscribers(
            topic, peer -> !peer.equals(than) && peers.hasMesh(peer) && standing.isWelcome(peer));
    Collections.shuffle(welcome, random);
    return welcome.stream().limit(params.options().prunePeers()).map(this::info).toList();
  }

  private PeerInfo info(PeerId peer) {
    PeerInfo.Builder info =
        PeerInfo.newBuilder().setPeerID(com.google.protobuf.ByteString.copyFrom(peer.bytes()));
    knowledge.signedRecord(peer).ifPresent(info::setSignedPeerRecord);
    return info.build();
  }

  private List<Action.Introduced> introduced(ControlPrune prune) {
    List<Action.Introduced> introduced = new ArrayList<>();
    prune.getPeersList().stream()
        .limit(params.limits().control().offeredPeersMax())
        .forEach(
            info ->
                PeerId.decode(info.getPeerID().toByteArray())
                    .filter(peer -> !peers.contains(peer))
                    .ifPresent(
                        peer ->
                            introduced.add(
                                new Action.Introduced(peer, info.getSignedPeerRecord()))));
    return introduced;
  }
}
