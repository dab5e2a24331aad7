package org.datanet.node.libp2p.multistream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;
import org.datanet.node.libp2p.multistream.Negotiation.Outcome;

/**
 * Negotiates one protocol of a connection, then hands its place and the bytes left to that
 * protocol's handler. A refusal or violation goes down the pipeline as a {@link
 * NegotiationException}.
 */
public final class NegotiationHandler extends ChannelInboundHandlerAdapter {

  private final Negotiation negotiation;
  private final Runnable onAgreed;

  /**
   * @param protocol the only one offered or accepted
   * @param onAgreed runs on the event loop and adds the protocol's handler at the pipeline's end
   */
  public NegotiationHandler(
      ByteBufAllocator allocator, boolean initiator, String protocol, Runnable onAgreed) {
    this.negotiation =
        initiator
            ? Negotiation.initiator(allocator, List.of(protocol))
            : Negotiation.responder(allocator, protocol::equals);
    this.onAgreed = onAgreed;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    send(ctx, negotiation.opening());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    negotiation.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws NegotiationException {
    ByteBuf data = (ByteBuf) message;
    try {
      switch (negotiation.receive(data)) {
        case Outcome.Pending pending -> send(ctx, pending.reply());
        case Outcome.Agreed agreed -> {
          send(ctx, agreed.reply());
          onAgreed.run();
          ctx.fireChannelRead(agreed.rest());
          ctx.pipeline().remove(this);
        }
        case Outcome.Refused refused -> throw new NegotiationException("the remote refused");
        case Outcome.Violated violated -> throw new NegotiationException(violated.reason());
      }
    } finally {
      data.release();
    }
  }

  private static void send(ChannelHandlerContext ctx, ByteBuf bytes) {
    if (bytes.isReadable()) {
      ctx.writeAndFlush(bytes, ctx.voidPromise());
    } else {
      bytes.release();
    }
  }
}
