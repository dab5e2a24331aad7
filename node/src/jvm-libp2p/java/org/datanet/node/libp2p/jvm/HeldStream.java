package org.datanet.node.libp2p.jvm;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps what comes on a stream until somebody may take it; a window at most, for the stream gets no
 * credit. Event loop only.
 */
final class HeldStream extends ChannelInboundHandlerAdapter {

  private final StreamMeter meter;
  private final Deque<Object> held = new ArrayDeque<>();
  private boolean active;

  HeldStream(StreamMeter meter) {
    this.meter = meter;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    meter.setReading(false);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    active = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    held.addLast(message);
  }

  /** Gives all to the handlers that were added since, and leaves. */
  void release(ChannelHandlerContext ctx) {
    if (active) {
      ctx.fireChannelActive();
    }
    for (Object message = held.pollFirst(); message != null; message = held.pollFirst()) {
      ctx.fireChannelRead(message);
    }
    ctx.pipeline().remove(this);
    meter.setReading(true);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
  }
}
