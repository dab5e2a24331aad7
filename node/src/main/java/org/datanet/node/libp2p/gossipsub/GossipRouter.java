package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.ControlGraft;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIHave;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIWant;
import org.datanet.node.libp2p.wire.PubsubWire.ControlMessage;
import org.datanet.node.libp2p.wire.PubsubWire.ControlPrune;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/**
 * Gossipsub 1.1 as a deterministic machine: the same seed and the same events give the same
 * actions. Time enters as {@code nowMs} of any monotonic clock and must not run backwards. Not safe
 * for use by several threads.
 */
public final class GossipRouter {

  /** One in this many of the peers outside the mesh gets gossip: the factor 0.25 of v1.1. */
  private static final int GOSSIP_ONE_IN = 4;

  /** A PRUNE may ask for more than this; no peer shuts itself out of our mesh for longer. */
  private static final long BACKOFF_MAX_MS = 3_600_000;

  private final GossipParams params;
  private final GossipParams.Limits limits;
  private final SplittableRandom random;
  private final TreeMap<PeerId, PeerState> peers = new TreeMap<>();
  private final TreeMap<String, TopicMesh> meshes = new TreeMap<>();
  private final TreeMap<String, TopicMesh> left = new TreeMap<>();
  private final TreeMap<String, Fanout> fanouts = new TreeMap<>();
  private final SeenCache seen;
  private final MessageCache cache;
  private final Standing standing;
  private final Map<MessageRef, Pending> pending = new LinkedHashMap<>();
  private final Map<MessageRef, Long> wantedUntilMs = new LinkedHashMap<>();
  private long pendingBytes;
  private long dropped;

  public GossipRouter(GossipParams params, long seed) {
    this.params = params;
    this.limits = params.limits();
    this.random = new SplittableRandom(seed);
    this.seen = new SeenCache(params.timing().seenTtlMs(), limits.seenMax());
    this.cache = new MessageCache(limits.cachedBytesMax());
    this.standing =
        new Standing(
            limits.rejectsMax(), params.timing().graylistMs(), limits.peersRememberedMax());
  }

  /**
   * A peer that speaks gossipsub is connected.
   *
   * @param outbound true where we dialled
   */
  public List<Action> peerConnected(PeerId peer, boolean outbound, long nowMs) {
    Effects effects = effects();
    if (standing.isGraylisted(peer, nowMs)) {
      effects.disconnect(peer, "graylisted");
      return effects.toActions();
    }
    peers.put(peer, new PeerState(outbound));
    meshes.keySet().forEach(topic -> effects.subscription(peer, topic, true));
    return effects.toActions();
  }

  public void peerDisconnected(PeerId peer) {
    peers.remove(peer);
    meshes.values().forEach(mesh -> mesh.remove(peer));
    fanouts.values().forEach(fanout -> fanout.peers.remove(peer));
  }

  public List<Action> subscribe(String topic) {
    Effects effects = effects();
    if (!meshes.containsKey(topic)) {
      TopicMesh before = left.remove(topic);
      meshes.put(
          topic, before == null ? new TopicMesh(topic, params.mesh(), params.timing()) : before);
      fanouts.remove(topic);
      peers.keySet().forEach(peer -> effects.subscription(peer, topic, true));
    }
    return effects.toActions();
  }

  public List<Action> unsubscribe(String topic, long nowMs) {
    Effects effects = effects();
    TopicMesh mesh = meshes.remove(topic);
    if (mesh != null) {
      mesh.dissolve(nowMs, effects);
      left.put(topic, mesh);
      peers.keySet().forEach(peer -> effects.subscription(peer, topic, false));
    }
    return effects.toActions();
  }

  /**
   * Publishes our own message; it is never delivered here. Data that was seen in this topic lately
   * is not sent again.
   *
   * @param data at most {@link GossipParams.Limits#messageBytesMax()}
   */
  public List<Action> publish(String topic, ByteString data, long nowMs) {
    if (data.size() > limits.messageBytesMax()) {
      throw new IllegalArgumentException("a message of " + data.size() + " bytes is too large");
    }
    Effects effects = effects();
    MessageRef ref = new MessageRef(topic, MessageId.of(data));
    if (!seen.add(ref, nowMs)) {
      return List.of();
    }
    Message message = Message.newBuilder().setTopic(topic).setData(data).build();
    cache.put(ref, message);
    publicationTargets(topic, nowMs).forEach(peer -> effects.message(peer, message));
    return effects.toActions();
  }

  /** An RPC has come. Of what is over a limit, the excess is not heard. */
  public List<Action> received(PeerId from, RPC rpc, long nowMs) {
    PeerState peer = peers.get(from);
    if (peer == null || standing.isGraylisted(from, nowMs)) {
      return List.of();
    }
    Effects effects = effects();
    rpc.getSubscriptionsList().stream()
        .limit(limits.controlEntriesMax())
        .forEach(subscription -> onSubscription(from, peer, subscription));
    for (Message message : rpc.getPublishList()) {
      onMessage(from, peer, message, nowMs, effects);
    }
    ControlMessage control = rpc.getControl();
    onIhave(from, peer, control.getIhaveList(), nowMs, effects);
    onIwant(from, peer, control.getIwantList(), effects);
    control.getGraftList().stream()
        .limit(limits.controlEntriesMax())
        .forEach(graft -> onGraft(from, peer, graft, nowMs, effects));
    control.getPruneList().stream()
        .limit(limits.controlEntriesMax())
        .forEach(prune -> onPrune(from, prune, nowMs));
    return effects.toActions();
  }

  /** A frame that is no RPC, or one of too many parts, has come. */
  public List<Action> receivedMalformed(PeerId from, long nowMs) {
    Effects effects = effects();
    if (peers.containsKey(from)) {
      reject(from, nowMs, effects);
    }
    return effects.toActions();
  }

  /** The verdict on a message that was delivered. */
  public List<Action> validated(MessageRef ref, Verdict verdict, long nowMs) {
    Pending judged = pending.remove(ref);
    if (judged == null) {
      return List.of();
    }
    pendingBytes -= judged.data.size();
    judged.sender.pending--;
    Effects effects = effects();
    switch (verdict) {
      case ACCEPT -> {
        standing.count(judged.from, verdict, nowMs);
        forward(ref, judged, effects);
      }
      case IGNORE -> standing.count(judged.from, verdict, nowMs);
      case REJECT -> {
        // Forgotten: whoever sends it again is judged again.
        seen.forget(ref);
        judged.senders.forEach(peer -> reject(peer, nowMs, effects));
      }
    }
    return effects.toActions();
  }

  /** Call every {@link GossipParams.Timing#heartbeatMs()}. */
  public List<Action> heartbeat(long nowMs) {
    Effects effects = effects();
    peers.values().forEach(PeerState::onHeartbeat);
    standing.onHeartbeat(nowMs);
    seen.expire(nowMs);
    wantedUntilMs.values().removeIf(until -> until <= nowMs);
    fanouts.values().removeIf(fanout -> fanout.expiresAtMs <= nowMs);
    meshes.forEach(
        (topic, mesh) -> {
          List<PeerId> subscribers = subscribers(topic);
          List<PeerId> grafted =
              mesh.maintain(subscribers, this::isOutbound, random, nowMs, effects);
          subscribers.removeIf(mesh::contains);
          gossip(topic, subscribers, grafted, effects);
        });
    fanouts.forEach(
        (topic, fanout) -> {
          List<PeerId> outside = subscribers(topic);
          outside.removeAll(fanout.peers);
          gossip(topic, outside, List.of(), effects);
        });
    cache.shift();
    return effects.toActions();
  }

  /** Verdicts by peer, connected or remembered. */
  public Map<PeerId, VerdictCounts> verdicts() {
    return standing.counts();
  }

  /** Members of a topic's mesh; empty where we do not subscribe. */
  public List<PeerId> mesh(String topic) {
    TopicMesh mesh = meshes.get(topic);
    return mesh == null ? List.of() : mesh.members();
  }

  /** Peers known to subscribe a topic, in order. */
  public List<PeerId> subscribers(String topic) {
    List<PeerId> subscribers = new ArrayList<>();
    peers.forEach(
        (peer, state) -> {
          if (state.topics.contains(topic)) {
            subscribers.add(peer);
          }
        });
    return subscribers;
  }

  /** Messages dropped unseen because too many were in validation. */
  public long dropped() {
    return dropped;
  }

  private List<PeerId> publicationTargets(String topic, long nowMs) {
    if (params.floodPublish()) {
      return subscribers(topic);
    }
    TopicMesh mesh = meshes.get(topic);
    if (mesh != null && !mesh.members().isEmpty()) {
      return mesh.members();
    }
    if (mesh != null) {
      return someSubscribers(topic);
    }
    Fanout fanout = fanouts.computeIfAbsent(topic, any -> new Fanout());
    fanout.expiresAtMs = nowMs + params.timing().fanoutTtlMs();
    if (fanout.peers.size() < params.mesh().low()) {
      fanout.peers.addAll(someSubscribers(topic));
    }
    return List.copyOf(fanout.peers);
  }

  private List<PeerId> someSubscribers(String topic) {
    List<PeerId> subscribers = subscribers(topic);
    Collections.shuffle(subscribers, random);
    return subscribers.subList(0, Math.min(subscribers.size(), params.mesh().target()));
  }

  private void onSubscription(PeerId from, PeerState peer, RPC.SubOpts subscription) {
    String topic = subscription.getTopicid();
    if (!subscription.getSubscribe()) {
      peer.topics.remove(topic);
      Optional.ofNullable(meshes.get(topic)).ifPresent(mesh -> mesh.remove(from));
      Optional.ofNullable(fanouts.get(topic)).ifPresent(fanout -> fanout.peers.remove(from));
    } else if (isTopicName(topic) && peer.topics.size() < limits.topicsPerPeerMax()) {
      peer.topics.add(topic);
    }
  }

  private void onMessage(
      PeerId from, PeerState peer, Message message, long nowMs, Effects effects) {
    if (!isStrictNoSign(message) || message.getData().size() > limits.messageBytesMax()) {
      reject(from, nowMs, effects);
      return;
    }
    if (!meshes.containsKey(message.getTopic())) {
      return;
    }
    ByteString data = message.getData();
    MessageRef ref = new MessageRef(message.getTopic(), MessageId.of(data));
    Pending inValidation = pending.get(ref);
    if (inValidation != null) {
      inValidation.senders.add(from);
      return;
    }
    if (seen.contains(ref)) {
      return;
    }
    if (pending.size() >= limits.pendingMax()
        || peer.pending >= limits.pendingPerPeerMax()
        || pendingBytes + data.size() > limits.pendingBytesMax()) {
      dropped++;
      return;
    }
    seen.add(ref, nowMs);
    wantedUntilMs.remove(ref);
    pending.put(ref, new Pending(from, peer, data));
    pendingBytes += data.size();
    peer.pending++;
    effects.deliver(from, ref, data);
  }

  /**
   * Signature policy StrictNoSign: who wrote a message is the application's business, not the
   * router's.
   */
  private static boolean isStrictNoSign(Message message) {
    return message.hasTopic()
        && message.hasData()
        && !message.hasFrom()
        && !message.hasSeqno()
        && !message.hasSignature()
        && !message.hasKey();
  }

  private void forward(MessageRef ref, Pending judged, Effects effects) {
    Message message = Message.newBuilder().setTopic(ref.topic()).setData(judged.data).build();
    cache.put(ref, message);
    mesh(ref.topic()).stream()
        .filter(peer -> !judged.senders.contains(peer))
        .forEach(peer -> effects.message(peer, message));
  }

  private void onIhave(
      PeerId from, PeerState peer, List<ControlIHave> ihaves, long nowMs, Effects effects) {
    List<MessageId> wanted = new ArrayList<>();
    for (ControlIHave ihave : ihaves) {
      if (++peer.ihavesHeard > limits.ihavesPerHeartbeatMax()) {
        break;
      }
      if (!meshes.containsKey(ihave.getTopicID())) {
        continue;
      }
      for (ByteString id : ihave.getMessageIDsList()) {
        if (peer.idsAsked >= limits.idsPerHeartbeatMax()) {
          break;
        }
        if (id.size() == MessageId.BYTES && wants(ihave.getTopicID(), id, nowMs)) {
          peer.idsAsked++;
          wanted.add(new MessageId(id));
        }
      }
    }
    if (!wanted.isEmpty()) {
      effects.iwant(from, wanted);
    }
  }

  /** True where the message is unknown and no other peer was asked for it a moment ago. */
  private boolean wants(String topic, ByteString id, long nowMs) {
    MessageRef ref = new MessageRef(topic, new MessageId(id));
    if (seen.contains(ref)
        || wantedUntilMs.getOrDefault(ref, Long.MIN_VALUE) > nowMs
        || wantedUntilMs.size() >= limits.pendingMax()) {
      return false;
    }
    wantedUntilMs.put(ref, nowMs + params.timing().iwantFollowupMs());
    return true;
  }

  private void onIwant(PeerId from, PeerState peer, List<ControlIWant> iwants, Effects effects) {
    for (ControlIWant iwant : iwants) {
      for (ByteString id : iwant.getMessageIDsList()) {
        if (++peer.idsServed > limits.idsPerHeartbeatMax()) {
          return;
        }
        if (id.size() == MessageId.BYTES) {
          cache
              .forRetransmission(new MessageId(id), from, limits.retransmissionsMax())
              .ifPresent(message -> effects.message(from, message));
        }
      }
    }
  }

  private void onGraft(
      PeerId from, PeerState peer, ControlGraft graft, long nowMs, Effects effects) {
    String topic = graft.getTopicID();
    TopicMesh mesh = meshes.get(topic);
    if (mesh == null) {
      // No PRUNE for a topic we are not in: v1.1 "Spam Protection Measures".
      return;
    }
    if (!peer.topics.contains(topic)) {
      effects.prune(from, topic, params.timing().pruneBackoffMs());
      return;
    }
    switch (mesh.onGraft(from, peer.outbound, nowMs)) {
      case JOINED -> announceHistory(from, topic, effects);
      case ALREADY_IN -> {}
      case FULL -> effects.prune(from, topic, params.timing().pruneBackoffMs());
      case TOO_EARLY -> {
        effects.prune(from, topic, params.timing().pruneBackoffMs());
        strike(from, nowMs, effects);
      }
    }
  }

  private void onPrune(PeerId from, ControlPrune prune, long nowMs) {
    TopicMesh mesh = meshes.get(prune.getTopicID());
    if (mesh == null) {
      return;
    }
    long askedMs =
        prune.hasBackoff()
            ? Math.clamp(prune.getBackoff(), 0, BACKOFF_MAX_MS / 1_000) * 1_000
            : params.timing().pruneBackoffMs();
    mesh.onPrune(from, askedMs, nowMs);
  }

  private void gossip(
      String topic, List<PeerId> outsideMesh, List<PeerId> grafted, Effects effects) {
    List<MessageId> ids = cache.gossip(topic);
    if (ids.isEmpty()) {
      return;
    }
    grafted.forEach(peer -> announce(peer, topic, ids, effects));
    Collections.shuffle(outsideMesh, random);
    int count = Math.max(params.mesh().lazy(), outsideMesh.size() / GOSSIP_ONE_IN);
    outsideMesh.stream().limit(count).forEach(peer -> announce(peer, topic, ids, effects));
  }

  /**
   * A new member of the mesh hears what went through it just before: members get no gossip later,
   * and would miss for good what was forwarded between the connection and the graft.
   */
  private void announceHistory(PeerId peer, String topic, Effects effects) {
    List<MessageId> ids = cache.gossip(topic);
    if (!ids.isEmpty()) {
      announce(peer, topic, ids, effects);
    }
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

  private void reject(PeerId peer, long nowMs, Effects effects) {
    if (standing.count(peer, Verdict.REJECT, nowMs)) {
      graylist(peer, effects);
    }
  }

  private void strike(PeerId peer, long nowMs, Effects effects) {
    if (standing.strike(peer, nowMs)) {
      graylist(peer, effects);
    }
  }

  private void graylist(PeerId peer, Effects effects) {
    peerDisconnected(peer);
    effects.disconnect(peer, "too many rejected messages");
  }

  private boolean isTopicName(String topic) {
    return !topic.isEmpty() && topic.length() <= limits.topicBytesMax();
  }

  private boolean isOutbound(PeerId peer) {
    PeerState state = peers.get(peer);
    return state != null && state.outbound;
  }

  private Effects effects() {
    return new Effects(limits.rpcBytesMax());
  }

  /** A message in validation and everyone who sent it meanwhile. */
  private static final class Pending {
    final PeerId from;
    final PeerState sender;
    final ByteString data;
    final TreeSet<PeerId> senders = new TreeSet<>();

    Pending(PeerId from, PeerState sender, ByteString data) {
      this.from = from;
      this.sender = sender;
      this.data = data;
      senders.add(from);
    }
  }

  /** Where we publish to a topic that we do not subscribe. Gossipsub v1.0 "Fanout Maintenance". */
  private static final class Fanout {
    final TreeSet<PeerId> peers = new TreeSet<>();
    long expiresAtMs;
  }
}
