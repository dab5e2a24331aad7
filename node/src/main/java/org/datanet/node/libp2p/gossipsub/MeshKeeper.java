package org.datanet.node.libp2p.gossipsub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Keeps each mesh at its size and of good peers, at every heartbeat: v1.0 "Mesh maintenance", v1.1
 * "Heartbeat Maintenance", "Outbound Mesh Quotas" and "Opportunistic Grafting".
 */
final class MeshKeeper {

  private final GossipParams params;
  private final Peers peers;
  private final Standing standing;
  private final Meshes meshes;
  private final SplittableRandom random;
  private long opportuneAtMs = Long.MIN_VALUE;

  MeshKeeper(
      GossipParams params, Peers peers, Standing standing, Meshes meshes, SplittableRandom random) {
    this.params = params;
    this.peers = peers;
    this.standing = standing;
    this.meshes = meshes;
    this.random = random;
  }

  /** The peers grafted now, by topic; each topic that we subscribe has its list. */
  Map<String, List<PeerId>> maintain(Effects effects) {
    meshes.endBackoffs(effects.nowMs());
    boolean opportune = isOpportune(effects.nowMs());
    Map<String, List<PeerId>> grafted = new HashMap<>();
    meshes.forEach((topic, mesh) -> grafted.put(topic, maintain(topic, mesh, opportune, effects)));
    return grafted;
  }

  private boolean isOpportune(long nowMs) {
    if (opportuneAtMs == Long.MIN_VALUE) {
      opportuneAtMs = nowMs + params.timing().opportunisticMs();
    }
    if (nowMs < opportuneAtMs) {
      return false;
    }
    opportuneAtMs = nowMs + params.timing().opportunisticMs();
    return true;
  }

  private List<PeerId> maintain(String topic, TopicMesh mesh, boolean opportune, Effects effects) {
    for (PeerId peer : List.copyOf(mesh.members())) {
      if (!standing.isWelcome(peer)) {
        meshes.prune(peer, topic, mesh, params.timing().pruneBackoffMs(), false, effects);
      }
    }
    GossipParams.Mesh degree = params.mesh();
    List<PeerId> grafted = new ArrayList<>();
    if (mesh.size() < degree.low()) {
      take(candidates(topic, mesh), degree.target() - mesh.size(), grafted);
    } else if (mesh.size() > degree.high()) {
      thin(topic, mesh, effects);
    }
    grafted.forEach(peer -> meshes.graft(peer, topic, mesh, effects));
    if (mesh.size() >= degree.low()) {
      int outbound = (int) mesh.members().stream().filter(peers::isOutbound).count();
      if (outbound < degree.outbound()) {
        List<PeerId> dialled = candidates(topic, mesh);
        dialled.removeIf(peer -> !peers.isOutbound(peer));
        graftMore(dialled, degree.outbound() - outbound, topic, mesh, grafted, effects);
      }
    }
    if (opportune && mesh.size() > 1) {
      graftBetter(topic, mesh, grafted, effects);
    }
    return grafted;
  }

  /** Who may be grafted, in random order. */
  private List<PeerId> candidates(String topic, TopicMesh mesh) {
    List<PeerId> candidates =
        peers.subscribers(
            topic,
            peer ->
                !mesh.contains(peer)
                    && !mesh.hasBackoff(peer)
                    && peers.hasMesh(peer)
                    && !standing.isDirect(peer)
                    && standing.isWelcome(peer));
    Collections.shuffle(candidates, random);
    return candidates;
  }

  private static void take(List<PeerId> from, int count, List<PeerId> taken) {
    taken.addAll(from.subList(0, Math.clamp(count, 0, from.size())));
  }

  private void graftMore(
      List<PeerId> candidates,
      int count,
      String topic,
      TopicMesh mesh,
      List<PeerId> grafted,
      Effects effects) {
    List<PeerId> more = new ArrayList<>();
    take(candidates, count, more);
    more.forEach(peer -> meshes.graft(peer, topic, mesh, effects));
    grafted.addAll(more);
  }

  /** Half of the mesh earns less than is wanted of it: try peers that earn more. */
  private void graftBetter(String topic, TopicMesh mesh, List<PeerId> grafted, Effects effects) {
    double[] scores = mesh.members().stream().mapToDouble(standing::score).sorted().toArray();
    double median = scores[scores.length / 2];
    if (median < params.score().thresholds().opportunisticGraft()) {
      List<PeerId> better = candidates(topic, mesh);
      better.removeIf(peer -> standing.score(peer) <= median);
      graftMore(better, params.options().opportunisticPeers(), topic, mesh, grafted, effects);
    }
  }

  private void thin(String topic, TopicMesh mesh, Effects effects) {
    List<PeerId> kept = kept(new ArrayList<>(mesh.members()));
    for (PeerId peer : List.copyOf(mesh.members())) {
      if (!kept.contains(peer)) {
        meshes.prune(peer, topic, mesh, params.timing().pruneBackoffMs(), true, effects);
      }
    }
  }

  /** The best by score, the others by chance, and enough outbound ones in the place of those. */
  private List<PeerId> kept(List<PeerId> members) {
    GossipParams.Mesh degree = params.mesh();
    Map<PeerId, Double> scores = new HashMap<>();
    members.forEach(peer -> scores.put(peer, standing.score(peer)));
    Collections.shuffle(members, random);
    members.sort(Comparator.comparing(scores::get, Comparator.reverseOrder()));
    Collections.shuffle(members.subList(degree.score(), members.size()), random);
    List<PeerId> kept = new ArrayList<>(members.subList(0, degree.target()));
    long missing = degree.outbound() - kept.stream().filter(peers::isOutbound).count();
    int place = kept.size() - 1;
    for (PeerId spare : members.subList(degree.target(), members.size())) {
      if (missing <= 0) {
        break;
      }
      if (peers.isOutbound(spare)) {
        while (peers.isOutbound(kept.get(place))) {
          place--;
        }
        kept.set(place, spare);
        place--;
        missing--;
      }
    }
    return kept;
  }
}
