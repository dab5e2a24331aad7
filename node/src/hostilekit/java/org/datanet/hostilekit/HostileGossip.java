package org.datanet.hostilekit;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import org.datanet.node.libp2p.multiformats.Varint;
import org.datanet.node.libp2p.wire.PubsubWire.ControlGraft;
import org.datanet.node.libp2p.wire.PubsubWire.ControlMessage;
import org.datanet.node.libp2p.wire.PubsubWire.ControlPrune;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/**
 * Gossip of a hostile peer that has joined. Sends on one stream as long as the credit lasts that
 * every stream starts with, then on another one: so it need not read.
 */
public final class HostileGossip {

  private static final String PROTOCOL = "/meshsub/1.1.0";

  private final HostilePeer peer;
  private int streamId = -1;
  private int creditBytes;

  public HostileGossip(HostilePeer peer) {
    this.peer = peer;
  }

  /** An RPC as it travels, its length in front. */
  public void send(RPC rpc) throws IOException {
    byte[] body = rpc.toByteArray();
    ByteBuf prefix = Unpooled.buffer(5);
    Varint.write(prefix, body.length);
    byte[] length = new byte[prefix.readableBytes()];
    prefix.readBytes(length);
    sendBytes(HostilePeer.concat(length, body));
  }

  /** Any bytes, at most what a stream starts with, less the negotiation. */
  public void sendBytes(byte[] bytes) throws IOException {
    if (bytes.length > creditBytes) {
      nextStream();
    }
    creditBytes -= bytes.length;
    peer.frame(YamuxFrame.data(0, streamId, bytes));
  }

  /** Opens another stream, for a node that has reset the last one. */
  public void nextStream() throws IOException {
    streamId += 2;
    creditBytes = YamuxFrame.WINDOW_BYTES - HostilePeer.proposal(PROTOCOL).length;
    peer.open(streamId, PROTOCOL, new byte[0]);
  }

  public static RPC subscribe(String topic) {
    return RPC.newBuilder()
        .addSubscriptions(RPC.SubOpts.newBuilder().setSubscribe(true).setTopicid(topic))
        .build();
  }

  public static RPC message(String topic, byte[] data) {
    return RPC.newBuilder()
        .addPublish(Message.newBuilder().setTopic(topic).setData(ByteString.copyFrom(data)))
        .build();
  }

  public static RPC graft(String topic) {
    return control(
        ControlMessage.newBuilder().addGraft(ControlGraft.newBuilder().setTopicID(topic)));
  }

  public static RPC prune(String topic) {
    return control(
        ControlMessage.newBuilder().addPrune(ControlPrune.newBuilder().setTopicID(topic)));
  }

  public static RPC control(ControlMessage.Builder control) {
    return RPC.newBuilder().setControl(control).build();
  }
}
