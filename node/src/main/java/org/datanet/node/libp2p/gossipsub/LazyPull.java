package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIDontWant;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIHave;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIWant;
import org.datanet.node.libp2p.wire.PubsubWire.ControlMessage;

/**
 * What goes beside the mesh: IHAVE to peers outside it, IWANT for what they announce, and
 * IDONTWANT. v1.0 "Gossip", v1.1 "Adaptive Gossip Dissemination" and "Spam Protection Measures",
 * v1.2.
 */
final class LazyPull {

  /** Looking an id up is cheap, not free: for each that may be asked, two are looked at. */
  private static final int HEARD_PER_ASKED = 2;

  /**
   * So many times what is heard of a peer at most cannot have come in a heartbeat because a link
   * stood still for some.
   */
  private static final int FLOOD_FACTOR = 10;

  private final GossipParams params;
  private final GossipLimits.Control limits;
  private final Peers peers;
  private final Standing standing;
  private final MessageCache cache;
  private final Predicate<MessageRef> isSeen;
  private final SplittableRandom random;
  private final Wanted wanted;
  private final Promises promises;

  LazyPull(
      GossipParams params,
      Peers peers,
      Standing standing,
      MessageCache cache,
      Predicate<MessageRef> isSeen,
      SplittableRandom random) {
    this.params = params;
    this.limits = params.limits().control();
    this.peers = peers;
    this.standing = standing;
    this.cache = cache;
    this.isSeen = isSeen;
    this.random = random;
    this.wanted = new Wanted(params.limits().memory().wantedMax());
    this.promises = new Promises(params.limits().memory().wantedMax());
  }

  /** Counts what comes, heard or not; a flood costs a point, once in a heartbeat. */
  void onGossip(PeerId from, PeerState state, ControlMessage control, Effects effects) {
    boolean flooded = isFlood(state);
    state.ihavesCame += control.getIhaveCount();
    state.idsWantedCame +=
        control.getIwantList().stream().mapToInt(ControlIWant::getMessageIDsCount).sum();
    if (!flooded && isFlood(state)) {
      standing.breach(from, 1, effects.nowMs());
    }
  }

  private boolean isFlood(PeerState state) {
    return state.ihavesCame > FLOOD_FACTOR * limits.ihavesPerHeartbeatMax()
        || state.idsWantedCame > FLOOD_FACTOR * limits.idsPerHeartbeatMax();
  }

  void onIhave(
      PeerId from,
      PeerState state,
      List<ControlIHave> ihaves,
      Predicate<String> isSubscribed,
      Effects effects) {
    List<MessageId> missing = new ArrayList<>();
    for (ControlIHave ihave : ihaves) {
      if (++state.ihavesHeard > limits.ihavesPerHeartbeatMax()) {
        break;
      }
      if (isSubscribed.test(ihave.getTopicID())) {
        collectMissing(from, state, ihave, missing, effects);
      }
    }
    ask(from, missing, effects);
  }

  private void collectMissing(
      PeerId from, PeerState state, ControlIHave ihave, List<MessageId> missing, Effects effects) {
    long untilMs = effects.nowMs() + params.timing().iwantFollowupMs();
    for (ByteString bytes : ihave.getMessageIDsList()) {
      if (state.idsAsked >= limits.idsPerHeartbeatMax()
          || ++state.idsHeard > HEARD_PER_ASKED * limits.idsPerHeartbeatMax()) {
        return;
      }
      Optional<MessageId> id = id(bytes);
      if (id.isPresent()) {
        MessageRef ref = new MessageRef(ihave.getTopicID(), id.get());
        if (!isSeen.test(ref) && wanted.announced(ref, from, untilMs)) {
          state.idsAsked++;
          missing.add(id.get());
        }
      }
    }
  }

  private void ask(PeerId peer, List<MessageId> ids, Effects effects) {
    if (!ids.isEmpty()) {
      effects.iwant(peer, ids);
      promises.add(
          ids.get(random.nextInt(ids.size())),
          peer,
          effects.nowMs() + params.timing().iwantFollowupMs());
    }
  }

  void onIwant(PeerId from, PeerState state, List<ControlIWant> iwants, Effects effects) {
    for (ControlIWant iwant : iwants) {
      for (ByteString bytes : iwant.getMessageIDsList()) {
        if (++state.idsServed > limits.idsPerHeartbeatMax()) {
          return;
        }
        id(bytes)
            .filter(id -> !state.unwanted.contains(id))
            .flatMap(id -> cache.forRetransmission(id, from, limits.retransmissionsMax()))
            .ifPresent(message -> effects.message(from, message));
      }
    }
  }

  void onDontWant(PeerState state, List<ControlIDontWant> dontWants) {
    for (ControlIDontWant dontWant : dontWants) {
      if (++state.dontWantsHeard > limits.dontWantsPerHeartbeatMax()) {
        return;
      }
      for (ByteString bytes : dontWant.getMessageIDsList()) {
        if (++state.dontWantIdsHeard > limits.dontWantIdsMax()) {
          return;
        }
        id(bytes)
            .ifPresent(
                id -> state.unwanted.add(id, limits.dontWantHeartbeats(), limits.dontWantIdsMax()));
      }
    }
  }

  /** Something came under this id; whether it is any good is another matter. */
  void arrived(MessageRef ref) {
    wanted.arrived(ref);
    promises.fulfilled(ref.id());
  }

  void disconnected(PeerId peer) {
    wanted.disconnected(peer);
  }

  /** Asks others for what has not come, and counts broken promises against who made them. */
  void onHeartbeat(Effects effects) {
    wanted
        .askOthers(effects.nowMs())
        .forEach(
            (peer, refs) -> {
              refs.removeIf(isSeen);
              peers.find(peer).ifPresent(state -> askAgain(peer, state, refs, effects));
            });
    Map<PeerId, Integer> broken = promises.broken(effects.nowMs());
    broken.forEach((peer, count) -> standing.brokenPromises(peer, count, effects.nowMs()));
  }

  private void askAgain(PeerId peer, PeerState state, List<MessageRef> refs, Effects effects) {
    if (standing.mayGossip(peer)) {
      int count = Math.min(refs.size(), limits.idsPerHeartbeatMax() - state.idsAsked);
      state.idsAsked += count;
      ask(peer, refs.stream().limit(count).map(MessageRef::id).toList(), effects);
    }
  }

  /** Announces a topic's messages to some of those outside its mesh, and to its new members. */
  void gossip(String topic, Predicate<PeerId> isInMesh, List<PeerId> newMembers, Effects effects) {
    List<MessageId> ids = cache.gossip(topic);
    if (ids.isEmpty()) {
      return;
    }
    newMembers.forEach(peer -> announce(peer, topic, ids, effects));
    List<PeerId> outside =
        peers.subscribers(
            topic,
            peer ->
                !isInMesh.test(peer)
                    && peers.hasMesh(peer)
                    && !standing.isDirect(peer)
                    && standing.mayGossip(peer));
    Collections.shuffle(outside, random);
    int share = (int) (outside.size() * params.lazy().factor());
    outside.stream()
        .limit(Math.max(params.lazy().peersMin(), share))
        .forEach(peer -> announce(peer, topic, ids, effects));
  }

  /**
   * A new member of the mesh hears what went through it just before: members get no gossip later,
   * and would miss for good what was forwarded between the connection and the graft.
   */
  void announceHistory(PeerId peer, String topic, Effects effects) {
    List<MessageId> ids = cache.gossip(topic);
    if (!ids.isEmpty() && standing.mayGossip(peer)) {
      announce(peer, topic, ids, effects);
    }
  }

  int wanted() {
    return wanted.size();
  }

  int promises() {
    return promises.count();
  }

  private void announce(PeerId peer, String topic, List<MessageId> ids, Effects effects) {
    List<MessageId> announced = ids;
    if (ids.size() > limits.idsPerHeartbeatMax()) {
      // Different ids to different peers, so that together they hear of all.
      announced = new ArrayList<>(ids);
      Collections.shuffle(announced, random);
      announced = announced.subList(0, limits.idsPerHeartbeatMax());
    }
    effects.ihave(peer, topic, announced);
  }

  private Optional<MessageId> id(ByteString bytes) {
    boolean fits = !bytes.isEmpty() && bytes.size() <= params.limits().sizes().idBytesMax();
    return fits ? Optional.of(new MessageId(bytes)) : Optional.empty();
  }
}
