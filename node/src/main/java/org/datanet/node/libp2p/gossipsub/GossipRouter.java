package org.datanet.node.libp2p.gossipsub;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.datanet.node.libp2p.gossipsub.score.ScoreReport;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.ControlGraft;
import org.datanet.node.libp2p.wire.PubsubWire.ControlMessage;
import org.datanet.node.libp2p.wire.PubsubWire.ControlPrune;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/**
 * Gossipsub 1.2 as a deterministic machine: the same seed and the same events give the same
 * actions. Time enters as {@code nowMs} of any monotonic clock and must not run backwards. Not safe
 * for use by several threads.
 */
public final class GossipRouter {

  private final GossipParams params;
  private final GossipLimits limits;
  private final TopicRules otherTopics;
  private final Map<String, TopicRules> rules = new TreeMap<>();
  private final Peers peers = new Peers();
  private final Standing standing;
  private final Meshes meshes;
  private final MeshKeeper keeper;
  private final Fanouts fanouts = new Fanouts();
  private final MessageCache cache;
  private final SeenCache seen;
  private final LazyPull lazyPull;
  private final Relay relay;
  private final SplittableRandom random;
  private long connectDirectAtMs = Long.MIN_VALUE;

  public GossipRouter(GossipParams params, long seed) {
    this(params, TopicRules.UNSIGNED, PeerKnowledge.NONE, seed);
  }

  /**
   * @param otherTopics rules of topics that were subscribed or published to without rules
   */
  public GossipRouter(
      GossipParams params, TopicRules otherTopics, PeerKnowledge knowledge, long seed) {
    this.params = params;
    this.limits = params.limits();
    this.otherTopics = otherTopics;
    this.random = new SplittableRandom(seed);
    this.seen = new SeenCache(params.timing().seenTtlMs(), limits.memory().seenMax());
    this.cache = new MessageCache(params.lazy(), limits.memory().cachedBytesMax());
    this.standing = new Standing(params, topic -> rules(topic).score(), knowledge::appScore);
    this.meshes = new Meshes(params, peers, standing, knowledge, random);
    this.keeper = new MeshKeeper(params, peers, standing, meshes, random);
    this.lazyPull = new LazyPull(params, peers, standing, cache, seen::contains, random);
    this.relay = new Relay(params, peers, standing, meshes, cache, seen, lazyPull);
  }

  /**
   * A peer that speaks gossipsub is connected.
   *
   * @param outbound true where we dialled
   * @param address where it is; empty where its connection has none
   */
  public List<Action> peerConnected(
      PeerId peer, boolean outbound, Optional<InetAddress> address, long nowMs) {
    Effects effects = effects(nowMs);
    forget(peer, nowMs);
    standing.connected(peer, address);
    peers.add(peer, outbound);
    if (dropIfGraylisted(peer, effects)) {
      return effects.toActions();
    }
    meshes.topics().forEach(topic -> effects.subscription(peer, topic, true));
    return effects.toActions();
  }

  /** Which version the stream to the peer has; until then it is held to be v1.0. */
  public void negotiated(PeerId peer, Protocol protocol) {
    peers.find(peer).ifPresent(state -> state.protocol = protocol);
    if (!protocol.hasMesh()) {
      meshes.topics().forEach(topic -> meshes.unsubscribed(peer, topic));
    }
  }

  public void peerDisconnected(PeerId peer, long nowMs) {
    forget(peer, nowMs);
  }

  public List<Action> subscribe(String topic) {
    return subscribe(topic, otherTopics);
  }

  public List<Action> subscribe(String topic, TopicRules topicRules) {
    Effects effects = effects(0);
    rules.putIfAbsent(topic, topicRules);
    if (meshes.join(topic)) {
      fanouts.end(topic);
      peers.all().forEach(peer -> effects.subscription(peer, topic, true));
    }
    return effects.toActions();
  }

  public List<Action> unsubscribe(String topic, long nowMs) {
    Effects effects = effects(nowMs);
    if (meshes.leave(topic, effects)) {
      peers.all().forEach(peer -> effects.subscription(peer, topic, false));
    }
    return effects.toActions();
  }

  /**
   * Publishes our own message; it is never delivered here. A message whose id was seen in this
   * topic lately is not sent again.
   *
   * @param message as the topic's rules want it, with data of at most {@link
   *     GossipLimits.Sizes#messageBytesMax()}
   */
  public List<Action> publish(Message message, long nowMs) {
    TopicRules topicRules = rules(message.getTopic());
    if (!Messages.fits(topicRules.signatures(), message, limits.sizes().messageBytesMax())) {
      throw new IllegalArgumentException(
          "too large, or not a message under " + topicRules.signatures());
    }
    Effects effects = effects(nowMs);
    MessageRef ref = new MessageRef(message.getTopic(), topicRules.ids().of(message));
    if (!seen.add(ref, nowMs)) {
      return List.of();
    }
    lazyPull.arrived(ref);
    cache.put(ref, message);
    publicationTargets(message.getTopic(), nowMs).stream()
        .filter(peer -> !relay.isUnwanted(peer, ref.id()))
        .forEach(peer -> effects.message(peer, message));
    return effects.toActions();
  }

  /** An RPC has come. Of what is over a limit, the excess is not heard. */
  public List<Action> received(PeerId from, RPC rpc, long nowMs) {
    Optional<PeerState> known = peers.find(from);
    if (known.isEmpty() || standing.isGraylisted(from)) {
      return List.of();
    }
    PeerState state = known.get();
    Effects effects = effects(nowMs);
    for (RPC.SubOpts subscription : rpc.getSubscriptionsList()) {
      if (isChangeHeard(from, state, nowMs)) {
        onSubscription(from, state, subscription);
      }
    }
    for (Message message : rpc.getPublishList()) {
      relay.onMessage(from, state, message, rules(message.getTopic()), effects);
    }
    if (rpc.hasControl() && state.protocol.hasMesh()) {
      onControl(from, state, rpc.getControl(), effects);
    }
    dropIfGraylisted(from, effects);
    return effects.toActions();
  }

  /** A frame that is no RPC, one of too many parts, or a proven lie elsewhere has come. */
  public List<Action> receivedMalformed(PeerId from, long nowMs) {
    Effects effects = effects(nowMs);
    if (peers.contains(from)) {
      standing.malformed(from, nowMs);
      dropIfGraylisted(from, effects);
    }
    return effects.toActions();
  }

  /** What came of {@link Action.CheckSignature}. */
  public List<Action> checked(long ticket, boolean signed, long nowMs) {
    Effects effects = effects(nowMs);
    relay.checked(ticket, signed, effects).forEach(peer -> dropIfGraylisted(peer, effects));
    return effects.toActions();
  }

  /** The verdict on a message that was delivered. */
  public List<Action> validated(MessageRef ref, Verdict verdict, long nowMs) {
    Effects effects = effects(nowMs);
    relay
        .judged(ref, verdict, rules(ref.topic()), effects)
        .forEach(peer -> dropIfGraylisted(peer, effects));
    return effects.toActions();
  }

  /** Call every {@link GossipParams.Timing#heartbeatMs()}. */
  public List<Action> heartbeat(long nowMs) {
    Effects effects = effects(nowMs);
    peers.forEach((peer, state) -> state.onHeartbeat());
    seen.expire(nowMs);
    fanouts.expire(nowMs);
    relay.onHeartbeat(nowMs);
    standing.onHeartbeat(nowMs);
    lazyPull.onHeartbeat(effects);
    List.copyOf(peers.all()).forEach(peer -> dropIfGraylisted(peer, effects));
    connectDirect(effects);
    Map<String, List<PeerId>> grafted = keeper.maintain(effects);
    meshes.forEach(
        (topic, mesh) ->
            lazyPull.gossip(
                topic, mesh::contains, grafted.getOrDefault(topic, List.of()), effects));
    if (!params.options().floodPublish()) {
      fanouts.forEach(
          (topic, fanout) -> lazyPull.gossip(topic, fanout::contains, List.of(), effects));
    }
    cache.shift();
    return effects.toActions();
  }

  /** Forgets what a peer did that is not connected now. */
  public void pardon(PeerId peer) {
    standing.pardon(peer);
  }

  /** How peers have behaved: those connected, and those of whom a verdict is remembered. */
  public Map<PeerId, PeerStanding> standings() {
    Map<PeerId, PeerStanding> standings = new TreeMap<>();
    peers.all().forEach(peer -> standings.put(peer, standing.of(peer)));
    standing.judged().forEach(peer -> standings.put(peer, standing.of(peer)));
    return standings;
  }

  /** A peer's score, and where it comes from. */
  public ScoreReport score(PeerId peer) {
    return standing.report(peer);
  }

  /** Members of a topic's mesh; empty where we do not subscribe. */
  public List<PeerId> mesh(String topic) {
    return List.copyOf(meshes.members(topic));
  }

  /** Peers known to subscribe a topic, in order. */
  public List<PeerId> subscribers(String topic) {
    return peers.subscribers(topic, any -> true);
  }

  /** How much of something the router holds; 0 for what only streams hold. */
  long used(Bounded what) {
    return switch (what) {
      case SEEN -> seen.size();
      case CACHED_BYTES -> cache.bytes();
      case VALIDATING -> relay.validation().count();
      case VALIDATING_BYTES -> relay.validation().bytes();
      case FIRST_COPIES -> relay.firstCopies();
      case WANTED -> lazyPull.wanted();
      case PROMISES -> lazyPull.promises();
      case BACKOFFS -> meshes.backoffsMax();
      case TOPICS -> peers.largest(state -> state.topics.size());
      case UNWANTED -> peers.largest(state -> state.unwanted.size());
      case SCORES_RETAINED -> standing.scores().retained();
      case PEERS_COUNTED -> standing.counted();
      case PUBLICATIONS_BYTES, OUTBOX_BYTES -> 0;
    };
  }

  /** Messages dropped unseen because too many were in validation. */
  public long dropped() {
    return relay.dropped();
  }

  private void forget(PeerId peer, long nowMs) {
    if (peers.contains(peer)) {
      peers.remove(peer);
      meshes.disconnected(peer);
      fanouts.remove(peer);
      lazyPull.disconnected(peer);
      standing.disconnected(peer, nowMs);
    }
  }

  private boolean dropIfGraylisted(PeerId peer, Effects effects) {
    if (!peers.contains(peer) || !standing.isGraylisted(peer)) {
      return false;
    }
    String reason = standing.report(peer).explanation();
    boolean forAbuse = standing.isAbuser(peer);
    forget(peer, effects.nowMs());
    effects.disconnect(peer, reason, forAbuse);
    return true;
  }

  /** Subscriptions, grafts and prunes are cheap to send and cost us work: so many are enough. */
  private boolean isChangeHeard(PeerId from, PeerState state, long nowMs) {
    state.changesHeard++;
    int over = state.changesHeard - limits.control().changesPerHeartbeatMax();
    if (over == 1) {
      standing.breach(from, 1, nowMs);
    }
    return over <= 0;
  }

  private void onSubscription(PeerId from, PeerState state, RPC.SubOpts subscription) {
    String topic = subscription.getTopicid();
    if (!subscription.getSubscribe()) {
      peers.unsubscribe(from, state, topic);
      meshes.unsubscribed(from, topic);
      fanouts.remove(from, topic);
    } else if (isTopicName(topic)) {
      peers.subscribe(from, state, topic, limits.control().topicsPerPeerMax());
    }
  }

  private void onControl(PeerId from, PeerState state, ControlMessage control, Effects effects) {
    lazyPull.onGossip(from, state, control, effects);
    if (standing.mayGossip(from)) {
      lazyPull.onIhave(from, state, control.getIhaveList(), meshes::isJoined, effects);
      lazyPull.onIwant(from, state, control.getIwantList(), effects);
    }
    for (ControlGraft graft : control.getGraftList()) {
      if (isChangeHeard(from, state, effects.nowMs())
          && meshes.onGraft(from, graft.getTopicID(), effects)) {
        lazyPull.announceHistory(from, graft.getTopicID(), effects);
      }
    }
    for (ControlPrune prune : control.getPruneList()) {
      if (isChangeHeard(from, state, effects.nowMs())) {
        meshes.onPrune(from, prune, effects);
      }
    }
    lazyPull.onDontWant(state, control.getIdontwantList());
  }

  private List<PeerId> publicationTargets(String topic, long nowMs) {
    if (params.options().floodPublish()) {
      return peers.subscribers(topic, standing::mayHavePublications);
    }
    Set<PeerId> chosen =
        meshes.isJoined(topic)
            ? new java.util.TreeSet<>(meshes.members(topic))
            : fanouts.use(topic, nowMs + params.timing().fanoutTtlMs());
    chosen.removeIf(peer -> !standing.mayHavePublications(peer));
    if (chosen.size() < params.mesh().low()) {
      fill(chosen, topic);
    }
    return peers.subscribers(
        topic, peer -> chosen.contains(peer) || relay.isOutsideEveryMesh(peer));
  }

  private void fill(Set<PeerId> chosen, String topic) {
    List<PeerId> others =
        peers.subscribers(
            topic,
            peer ->
                !chosen.contains(peer)
                    && peers.hasMesh(peer)
                    && standing.mayHavePublications(peer));
    Collections.shuffle(others, random);
    others.stream().limit(params.mesh().target() - chosen.size()).forEach(chosen::add);
  }

  private void connectDirect(Effects effects) {
    if (effects.nowMs() >= connectDirectAtMs) {
      connectDirectAtMs = effects.nowMs() + params.timing().directConnectMs();
      params.options().direct().stream()
          .filter(peer -> !peers.contains(peer))
          .sorted()
          .forEach(effects::connect);
    }
  }

  private TopicRules rules(String topic) {
    return rules.getOrDefault(topic, otherTopics);
  }

  private boolean isTopicName(String topic) {
    return !topic.isEmpty() && topic.length() <= limits.sizes().topicBytesMax();
  }

  private Effects effects(long nowMs) {
    return new Effects(limits.sizes().rpcBytesMax(), nowMs);
  }
}
