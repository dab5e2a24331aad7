package org.datanet.node.libp2p.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.multistream.NegotiationException;
import org.datanet.node.libp2p.multistream.NegotiationHandler;
import org.datanet.node.libp2p.noise.NoiseException;
import org.datanet.node.libp2p.noise.NoiseHandshakeHandler;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.datanet.node.libp2p.transport.MuxedConnection;
import org.datanet.node.libp2p.transport.MuxedStream;
import org.datanet.node.libp2p.transport.TransportContext;
import org.datanet.node.libp2p.transport.TransportOwner;
import org.datanet.node.libp2p.yamux.YamuxLimits;
import org.datanet.node.libp2p.yamux.YamuxSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Turns one socket into a connection: multistream, Noise, multistream, Yamux. The last handler of
 * its pipeline: whatever goes wrong below ends here, with one log line, one count and a closed
 * socket.
 */
final class Upgrade extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);

  private final TransportContext context;
  private final YamuxLimits yamux;
  private final TransportOwner owner;
  private final boolean dialled;
  private final Optional<PeerId> expectedPeer;
  private final CompletableFuture<MuxedConnection> result = new CompletableFuture<>();
  private @Nullable ScheduledFuture<?> timeout;

  Upgrade(
      TransportContext context,
      YamuxLimits yamux,
      TransportOwner owner,
      boolean dialled,
      Optional<PeerId> expectedPeer) {
    this.context = context;
    this.yamux = yamux;
    this.owner = owner;
    this.dialled = dialled;
    this.expectedPeer = expectedPeer;
  }

  /** The connection, or why there is none. */
  CompletableFuture<MuxedConnection> result() {
    return result;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    timeout =
        ctx.channel()
            .eventLoop()
            .schedule(
                () -> fail(ctx, Event.HANDSHAKE_TIMED_OUT, new IOException("handshake timed out")),
                context.handshakeTimeoutMs(),
                TimeUnit.MILLISECONDS);
    negotiate(ctx, NoiseHandshakeHandler.PROTOCOL, () -> secure(ctx));
  }

  private void negotiate(ChannelHandlerContext ctx, String protocol, Runnable next) {
    ctx.pipeline()
        .addBefore(ctx.name(), null, new NegotiationHandler(ctx.alloc(), dialled, protocol, next));
  }

  private void secure(ChannelHandlerContext ctx) {
    NoiseHandshakeHandler noise =
        new NoiseHandshakeHandler(
            CryptoSuite.platform(),
            context.identity(),
            dialled,
            expectedPeer,
            (noiseContext, peer) -> negotiate(ctx, YamuxSession.PROTOCOL, () -> mux(ctx, peer)));
    ctx.pipeline().addBefore(ctx.name(), null, noise);
  }

  private void mux(ChannelHandlerContext ctx, PeerId peer) {
    Channel channel = ctx.channel();
    TcpConnection connection =
        new TcpConnection(
            channel, peer, Multiaddr.ofTcp((InetSocketAddress) channel.remoteAddress()), dialled);
    MuxedConnection.Listener listener = owner.listenerFor(connection);
    YamuxSession session =
        new YamuxSession(
            channel,
            yamux,
            dialled,
            new YamuxSession.Listener() {
              @Override
              public MuxedStream.Listener onStream() {
                return listener.onStream();
              }

              @Override
              public void onClosed(String reason) {
                listener.onClosed(reason);
              }
            });
    connection.attach(session);
    ctx.pipeline().addBefore(ctx.name(), null, session);
    cancelTimeout();
    if (result.isDone()) {
      ctx.close(); // nobody waits for it any more
      return;
    }
    listener.onOpened();
    result.complete(connection);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message); // only after a failure, while the socket closes
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(
        ctx,
        Event.HANDSHAKE_ABANDONED,
        new IOException("the remote closed the connection during the handshake"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    Throwable cause =
        thrown instanceof DecoderException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (!result.isDone()) {
      switch (cause) {
        case NoiseException e -> fail(ctx, Event.HANDSHAKE_FAILED, e);
        case NegotiationException e -> fail(ctx, Event.NEGOTIATION_FAILED, e);
        case IOException e -> fail(ctx, Event.HANDSHAKE_ABANDONED, e);
        default -> {
          LOG.error("A handler of {} failed", ctx.channel(), cause);
          fail(ctx, Event.HANDSHAKE_FAILED, new IOException("internal error", cause));
        }
      }
      return;
    }
    if (cause instanceof IOException) {
      LOG.debug("Closing {}: {}", ctx.channel(), cause.getMessage());
    } else {
      LOG.error("A handler of {} failed", ctx.channel(), cause);
    }
    ctx.close();
  }

  private void fail(ChannelHandlerContext ctx, Event event, IOException failure) {
    cancelTimeout();
    if (!result.isDone()) {
      context.counters().count(event);
      // Strangers can make any number of them; the counters show those.
      LOG.atLevel(dialled ? Level.INFO : Level.DEBUG)
          .log(
              "Closing {} {} before it was a connection: {}",
              dialled ? "socket to" : "socket from",
              ctx.channel().remoteAddress(),
              failure.getMessage());
      result.completeExceptionally(failure);
    }
    ctx.close();
  }

  private void cancelTimeout() {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }
}
