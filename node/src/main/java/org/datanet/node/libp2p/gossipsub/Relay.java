package org.datanet.node.libp2p.gossipsub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.datanet.node.libp2p.gossipsub.Validation.Candidate;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.Message;

/**
 * The way of a message through the router: its form, its id, its signature, the verdict, and then
 * on to the mesh. pubsub "Message Signing", v1.1 "Extended Validators", v1.2 "IDONTWANT".
 */
final class Relay {

  private final GossipParams params;
  private final Peers peers;
  private final Standing standing;
  private final Meshes meshes;
  private final MessageCache cache;
  private final SeenCache seen;
  private final LazyPull lazyPull;
  private final Validation validation;
  private final FirstCopies firstCopies;

  Relay(
      GossipParams params,
      Peers peers,
      Standing standing,
      Meshes meshes,
      MessageCache cache,
      SeenCache seen,
      LazyPull lazyPull) {
    this.params = params;
    this.peers = peers;
    this.standing = standing;
    this.meshes = meshes;
    this.cache = cache;
    this.seen = seen;
    this.lazyPull = lazyPull;
    this.validation = new Validation(params.limits().memory());
    this.firstCopies = new FirstCopies(params.limits().memory().pendingMax());
  }

  void onMessage(
      PeerId from, PeerState state, Message received, TopicRules rules, Effects effects) {
    String topic = received.getTopic();
    if (topic.isEmpty()) {
      standing.malformed(from, effects.nowMs());
      return;
    }
    if (!meshes.isJoined(topic)) {
      return;
    }
    int dataBytesMax = params.limits().sizes().messageBytesMax();
    if (!Messages.fits(rules.signatures(), received, dataBytesMax)) {
      standing.invalid(from, topic, effects.nowMs());
      return;
    }
    Message message = Messages.passedOn(rules.signatures(), received);
    MessageRef ref = new MessageRef(topic, rules.ids().of(message));
    lazyPull.arrived(ref);
    if (validation.joins(ref, message, rules.ids().coverBytes(), from)) {
      return;
    }
    if (seen.contains(ref)) {
      if (firstCopies.counts(ref, from, effects.nowMs())) {
        standing.scores().meshDelivery(from, topic);
      }
      return;
    }
    Optional<Candidate> entered = validation.enter(ref, message, from, state);
    if (entered.isEmpty()) {
      return;
    }
    if (rules.signatures() == SignaturePolicy.STRICT_SIGN) {
      effects.checkSignature(validation.awaitCheck(entered.get()), message);
    } else {
      admit(entered.get(), rules.ids().coverBytes(), effects);
    }
  }

  /** Gives the peers that sent it where it was not signed by its author. */
  Iterable<PeerId> checked(long ticket, boolean signed, Effects effects) {
    Optional<Candidate> found = validation.checked(ticket);
    if (found.isEmpty()) {
      return List.of();
    }
    Candidate candidate = found.get();
    if (!signed) {
      validation.discard(candidate);
      candidate.senders().forEach(peer -> invalid(peer, candidate, effects));
      return candidate.senders();
    }
    if (seen.contains(candidate.ref) && !validation.isJudging(candidate.ref)) {
      // Another message of the same author and number has been accepted meanwhile.
      validation.discard(candidate);
    } else {
      admit(candidate, true, effects);
    }
    return List.of();
  }

  /**
   * @param isItsId whether nobody else could send another message under this id: only then others
   *     may be told not to send it
   */
  private void admit(Candidate candidate, boolean isItsId, Effects effects) {
    if (validation.admit(candidate)) {
      seen.add(candidate.ref, effects.nowMs());
      effects.deliver(candidate.first, candidate.ref, candidate.message);
      if (isItsId && candidate.message.getData().size() >= params.options().announceBytesMin()) {
        tellUnwanted(candidate, effects);
      }
    }
  }

  private void tellUnwanted(Candidate candidate, Effects effects) {
    for (PeerId peer : meshes.members(candidate.ref.topic())) {
      if (peers.protocol(peer).hasDontWant() && !candidate.senders().contains(peer)) {
        effects.dontWant(peer, candidate.ref.id().bytes());
      }
    }
  }

  /** Gives the peers that sent it where it was rejected. */
  Iterable<PeerId> judged(MessageRef ref, Verdict verdict, TopicRules rules, Effects effects) {
    Optional<Candidate> found = validation.judged(ref);
    if (found.isEmpty()) {
      return List.of();
    }
    Candidate candidate = found.get();
    switch (verdict) {
      case ACCEPT -> {
        validation.dropReady(ref);
        reward(candidate, rules, effects.nowMs());
        forward(candidate, effects);
        return List.of();
      }
      case IGNORE -> {
        standing.count(candidate.first, verdict);
        deliverNext(ref, effects);
        return List.of();
      }
      case REJECT -> {
        // Forgotten: whoever sends it again is judged again.
        seen.forget(ref);
        candidate.senders().forEach(peer -> invalid(peer, candidate, effects));
        deliverNext(ref, effects);
        return candidate.senders();
      }
    }
    throw new IllegalStateException("no verdict");
  }

  private void deliverNext(MessageRef ref, Effects effects) {
    validation
        .next(ref)
        .ifPresent(
            next -> {
              seen.add(ref, effects.nowMs());
              effects.deliver(next.first, ref, next.message);
            });
  }

  private void invalid(PeerId peer, Candidate candidate, Effects effects) {
    standing.invalid(peer, candidate.ref.topic(), effects.nowMs());
  }

  private void reward(Candidate candidate, TopicRules rules, long nowMs) {
    String topic = candidate.ref.topic();
    SequencedSet<PeerId> senders = candidate.senders();
    standing.count(candidate.first, Verdict.ACCEPT);
    standing.scores().firstDelivery(candidate.first, topic);
    for (PeerId peer : senders) {
      if (!peer.equals(candidate.first)) {
        standing.scores().meshDelivery(peer, topic);
      }
    }
    rules
        .score()
        .map(TopicScoreParams::meshDeliveries)
        .filter(deliveries -> deliveries.weight() < 0)
        .ifPresent(
            deliveries ->
                firstCopies.accepted(candidate.ref, senders, nowMs + deliveries.windowMs()));
  }

  private void forward(Candidate candidate, Effects effects) {
    MessageRef ref = candidate.ref;
    Message message = candidate.message;
    cache.put(ref, message);
    Optional<PeerId> author = Messages.author(message);
    List<PeerId> targets = new ArrayList<>(meshes.members(ref.topic()));
    targets.addAll(
        peers.subscribers(
            ref.topic(), peer -> isOutsideEveryMesh(peer) && !targets.contains(peer)));
    for (PeerId peer : targets) {
      boolean hasIt =
          candidate.senders().contains(peer)
              || author.filter(peer::equals).isPresent()
              || isUnwanted(peer, ref.id());
      if (!hasIt) {
        effects.message(peer, message);
      }
    }
  }

  /** Peers that get every message of their topics: of explicit agreements, and of floodsub. */
  boolean isOutsideEveryMesh(PeerId peer) {
    return standing.isDirect(peer) || !peers.hasMesh(peer) && standing.mayHavePublications(peer);
  }

  boolean isUnwanted(PeerId peer, MessageId id) {
    return peers.find(peer).filter(state -> state.unwanted.contains(id)).isPresent();
  }

  void onHeartbeat(long nowMs) {
    firstCopies.expire(nowMs);
  }

  /** Messages dropped unseen for want of room. */
  long dropped() {
    return validation.dropped();
  }

  int firstCopies() {
    return firstCopies.size();
  }

  Validation validation() {
    return validation;
  }
}
