package org.datanet.node.libp2p.jvm;

import com.google.protobuf.CodedOutputStream;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.datanet.node.libp2p.streams.Intake;
import pubsub.pb.Rpc.RPC;

/**
 * One stream of gossip, between jvm-libp2p's codec and its router, neither of which knows bounds:
 * RPCs that wait for the router hold back the stream, RPCs that the peer does not take are dropped,
 * and those that would be too large for a peer are cut.
 */
final class GossipLine extends ChannelDuplexHandler {

  /** Some seconds of traffic, or fifteen messages of full size; then messages are dropped. */
  static final int SEND_BYTES_MAX = 16 << 20;

  /** Control besides, without which both sides would hold different meshes. */
  private static final int CONTROL_BYTES_MAX = 1 << 20;

  /** Messages share an RPC up to this; a larger one has its own. */
  private static final int RPC_BYTES = 64 << 10;

  private final StreamMeter meter;
  private final Intake intake;
  private final Executor router;
  private final Runnable onUnread;
  private final Runnable onEnd;
  private long acceptedBytes = -1;

  /**
   * @param router where RPCs are worked off in the order in which they come
   * @param onUnread the peer does not even take control
   * @param onEnd runs there when the router has forgotten the stream
   */
  GossipLine(StreamMeter meter, Intake intake, Executor router, Runnable onUnread, Runnable onEnd) {
    this.meter = meter;
    this.intake = intake;
    this.router = router;
    this.onUnread = onUnread;
    this.onEnd = onEnd;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    int bytes = ((RPC) message).getSerializedSize();
    intake.add(bytes);
    ctx.fireChannelRead(message); // queues it for the router
    router.execute(() -> intake.remove(bytes));
  }

  @Override
  public void channelUnregistered(ChannelHandlerContext ctx) {
    ctx.fireChannelUnregistered(); // queues the stream's end for the router
    router.execute(onEnd);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (acceptedBytes < 0) {
      acceptedBytes = meter.passedBytes(); // the negotiation's
    }
    RPC rpc = (RPC) message;
    boolean full = pendingBytes() + rpc.getSerializedSize() > SEND_BYTES_MAX;
    RPC kept = full ? rpc.toBuilder().clearPublish().build() : rpc;
    if (kept.getSerializedSize() == 0) {
      promise.setFailure(new IOException("the peer does not read: a message is dropped"));
      return;
    }
    if (pendingBytes() > SEND_BYTES_MAX + CONTROL_BYTES_MAX) {
      promise.setFailure(new IOException("the peer does not read"));
      onUnread.run();
      return;
    }
    List<RPC> parts = parts(kept);
    for (int i = 0; i < parts.size(); i++) {
      int bytes = parts.get(i).getSerializedSize();
      acceptedBytes += bytes + CodedOutputStream.computeUInt32SizeNoTag(bytes);
      ctx.write(parts.get(i), i == parts.size() - 1 ? promise : ctx.newPromise());
    }
  }

  private long pendingBytes() {
    return acceptedBytes - meter.leftBytes();
  }

  /** The RPC as it is where it is small, else in parts of a few messages each. */
  static List<RPC> parts(RPC rpc) {
    if (rpc.getPublishCount() < 2 || rpc.getSerializedSize() <= RPC_BYTES) {
      return List.of(rpc);
    }
    List<RPC> parts = new ArrayList<>();
    RPC.Builder part = rpc.toBuilder().clearPublish();
    int bytes = part.build().getSerializedSize();
    for (var message : rpc.getPublishList()) {
      if (bytes > 0 && bytes + message.getSerializedSize() > RPC_BYTES) {
        parts.add(part.build());
        part = RPC.newBuilder();
        bytes = 0;
      }
      part.addPublish(message);
      bytes += message.getSerializedSize();
    }
    parts.add(part.build());
    return parts;
  }
}
