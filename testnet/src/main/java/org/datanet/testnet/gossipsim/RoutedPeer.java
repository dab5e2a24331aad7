package org.datanet.testnet.gossipsim;

import com.google.protobuf.ByteString;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.gossipsub.Action;
import org.datanet.node.libp2p.gossipsub.GossipParams;
import org.datanet.node.libp2p.gossipsub.GossipRouter;
import org.datanet.node.libp2p.gossipsub.Messages;
import org.datanet.node.libp2p.gossipsub.PeerKnowledge;
import org.datanet.node.libp2p.gossipsub.Protocol;
import org.datanet.node.libp2p.gossipsub.TopicRules;
import org.datanet.node.libp2p.gossipsub.Verdict;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/** A peer that keeps to the rules: the real router, and an application that validates. */
public final class RoutedPeer implements SimPeer {

  private final PeerId id;
  private final InetAddress address;
  private final String topic;
  private final Habits habits;
  private final GossipRouter router;
  private final DeliveryListener listener;
  private SimLinks links = NoLinks.INSTANCE;

  /**
   * @param validationMicros from the arrival of a message to the verdict on it
   * @param linksMax connections up to which peers are dialled that others name in a PRUNE
   */
  public record Habits(GossipParams params, TopicRules rules, long validationMicros, int linksMax) {

    public static final Habits USUAL =
        new Habits(GossipParams.DEFAULT, TopicRules.UNSIGNED, 500, 0);
  }

  /** Hears of messages that were accepted. */
  @FunctionalInterface
  public interface DeliveryListener {
    void accepted(RoutedPeer by, PeerId from, ByteString data);
  }

  /** Follows one topic from the beginning. */
  public RoutedPeer(
      PeerId id,
      InetAddress address,
      String topic,
      Habits habits,
      DeliveryListener listener,
      long seed) {
    this.id = id;
    this.address = address;
    this.topic = topic;
    this.habits = habits;
    this.listener = listener;
    this.router = new GossipRouter(habits.params(), habits.rules(), PeerKnowledge.NONE, seed);
  }

  public GossipRouter router() {
    return router;
  }

  /** Publishes under the topic's rules. */
  public void publish(Message message) {
    perform(router.publish(message, links.nowMs()));
  }

  public void publish(ByteString data) {
    publish(Messages.unsigned(topic, data));
  }

  @Override
  public PeerId id() {
    return id;
  }

  @Override
  public InetAddress address() {
    return address;
  }

  @Override
  public void joined(SimLinks network) {
    links = network;
    perform(router.subscribe(topic, habits.rules()));
  }

  @Override
  public void onConnected(SimPeer peer, boolean outbound) {
    perform(router.peerConnected(peer.id(), outbound, Optional.of(peer.address()), links.nowMs()));
    router.negotiated(peer.id(), Protocol.V1_2);
  }

  @Override
  public void onDisconnected(SimPeer peer) {
    router.peerDisconnected(peer.id(), links.nowMs());
  }

  @Override
  public void onRpc(SimPeer from, RPC rpc) {
    perform(router.received(from.id(), rpc, links.nowMs()));
  }

  @Override
  public void onHeartbeat() {
    perform(router.heartbeat(links.nowMs()));
  }

  private void perform(List<Action> actions) {
    for (Action action : actions) {
      switch (action) {
        case Action.SendRpc send ->
            links.find(send.peer()).ifPresent(peer -> links.send(peer, send.rpc()));
        case Action.CheckSignature check ->
            links.in(
                habits.validationMicros(),
                () ->
                    perform(
                        router.checked(
                            check.ticket(), Messages.isSigned(check.message()), links.nowMs())));
        case Action.Deliver delivery ->
            links.in(habits.validationMicros(), () -> validate(delivery));
        case Action.Disconnect disconnect ->
            links
                .find(disconnect.peer())
                .ifPresent(peer -> links.disconnect(peer, disconnect.reason()));
        case Action.Introduce introduce ->
            introduce.peers().forEach(introduced -> meet(introduced.peer()));
        case Action.Connect connect -> links.find(connect.peer()).ifPresent(links::connect);
      }
    }
  }

  private void validate(Action.Deliver delivery) {
    Verdict verdict = SimMessage.verdict(delivery.data());
    if (verdict == Verdict.ACCEPT) {
      listener.accepted(this, delivery.from(), delivery.data());
    }
    perform(router.validated(delivery.ref(), verdict, links.nowMs()));
  }

  private void meet(PeerId introduced) {
    if (links.connected().size() < habits.linksMax()) {
      links.find(introduced).ifPresent(links::connect);
    }
  }
}
