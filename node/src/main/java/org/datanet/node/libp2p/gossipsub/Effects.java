package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.ControlGraft;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIDontWant;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIHave;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIWant;
import org.datanet.node.libp2p.wire.PubsubWire.ControlPrune;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.PeerInfo;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/**
 * One event: when it happened, and the actions that come of it. What goes to one peer travels in
 * one RPC, gossip apart since it may be dropped.
 */
final class Effects {

  private final int rpcBytesMax;
  private final long nowMs;
  private final List<Action> actions = new ArrayList<>();
  private final Map<PeerId, RPC.Builder> sure = new TreeMap<>();
  private final Map<PeerId, RPC.Builder> gossip = new TreeMap<>();

  Effects(int rpcBytesMax, long nowMs) {
    this.rpcBytesMax = rpcBytesMax;
    this.nowMs = nowMs;
  }

  /** When it happens, in milliseconds of the router's clock. */
  long nowMs() {
    return nowMs;
  }

  void checkSignature(long ticket, Message message) {
    actions.add(new Action.CheckSignature(ticket, message));
  }

  void deliver(PeerId from, MessageRef ref, Message message) {
    actions.add(new Action.Deliver(from, ref, message));
  }

  void disconnect(PeerId peer, String reason, boolean forAbuse) {
    actions.add(new Action.Disconnect(peer, reason, forAbuse));
  }

  void introduce(PeerId from, List<Action.Introduced> peers) {
    actions.add(new Action.Introduce(from, peers));
  }

  void connect(PeerId peer) {
    actions.add(new Action.Connect(peer));
  }

  void subscription(PeerId peer, String topic, boolean subscribe) {
    sureTo(peer)
        .addSubscriptions(RPC.SubOpts.newBuilder().setSubscribe(subscribe).setTopicid(topic));
  }

  void message(PeerId peer, Message message) {
    sureTo(peer).addPublish(message);
  }

  void graft(PeerId peer, String topic) {
    sureTo(peer).getControlBuilder().addGraft(ControlGraft.newBuilder().setTopicID(topic));
  }

  /** As v1.0 knows it. */
  void prune(PeerId peer, String topic) {
    sureTo(peer).getControlBuilder().addPrune(ControlPrune.newBuilder().setTopicID(topic));
  }

  void prune(PeerId peer, String topic, long backoffMs, List<PeerInfo> others) {
    sureTo(peer)
        .getControlBuilder()
        .addPrune(
            ControlPrune.newBuilder()
                .setTopicID(topic)
                .setBackoff(backoffMs / 1_000)
                .addAllPeers(others));
  }

  void ihave(PeerId peer, String topic, List<MessageId> ids) {
    ControlIHave.Builder ihave = ControlIHave.newBuilder().setTopicID(topic);
    ids.forEach(id -> ihave.addMessageIDs(id.bytes()));
    gossipTo(peer).getControlBuilder().addIhave(ihave);
  }

  void iwant(PeerId peer, List<MessageId> ids) {
    ControlIWant.Builder iwant = ControlIWant.newBuilder();
    ids.forEach(id -> iwant.addMessageIDs(id.bytes()));
    gossipTo(peer).getControlBuilder().addIwant(iwant);
  }

  /** At once, in an RPC of its own: behind others it would come too late to save anything. */
  void dontWant(PeerId peer, ByteString id) {
    RPC.Builder rpc = RPC.newBuilder();
    rpc.getControlBuilder().addIdontwant(ControlIDontWant.newBuilder().addMessageIDs(id));
    actions.add(new Action.SendRpc(peer, rpc.build()));
  }

  List<Action> toActions() {
    send(sure);
    send(gossip);
    return List.copyOf(actions);
  }

  private void send(Map<PeerId, RPC.Builder> rpcs) {
    rpcs.forEach(
        (peer, rpc) ->
            RpcFragments.split(rpc.build(), rpcBytesMax)
                .forEach(part -> actions.add(new Action.SendRpc(peer, part))));
  }

  private RPC.Builder sureTo(PeerId peer) {
    return sure.computeIfAbsent(peer, any -> RPC.newBuilder());
  }

  private RPC.Builder gossipTo(PeerId peer) {
    return gossip.computeIfAbsent(peer, any -> RPC.newBuilder());
  }
}
