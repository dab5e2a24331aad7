package org.datanet.node.libp2p.quic;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.tls.PeerTrustManager;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.datanet.node.libp2p.transport.MuxedConnection;
import org.datanet.node.libp2p.transport.TransportContext;
import org.datanet.node.libp2p.transport.TransportOwner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The handler of one QUIC connection: waits for its handshake, then gives it to its owner, and
 * tells of its end. Event loop only.
 */
final class QuicHandshake extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(QuicHandshake.class);

  /** The engine of a connection, which the channel itself no longer knows once it is closed. */
  static final AttributeKey<QuicSslEngine> ENGINE = AttributeKey.valueOf("libp2p.quic.engine");

  private static final AttributeKey<QuicHandshake> HANDSHAKE =
      AttributeKey.valueOf("libp2p.quic.handshake");

  private final TransportContext context;
  private final QuicLimits limits;
  private final Supplier<QuicSecurity> security;
  private final TransportOwner owner;
  private final boolean dialled;
  private final InetSocketAddress remote;
  private final CompletableFuture<MuxedConnection> result = new CompletableFuture<>();
  private @Nullable QuicChannel channel;
  private @Nullable ScheduledFuture<?> timeout;
  private @Nullable QuicConnection connection;
  private MuxedConnection.@Nullable Listener listener;
  private String farewell = "";
  private Optional<String> tlsFailure = Optional.empty();

  QuicHandshake(
      TransportContext context,
      QuicLimits limits,
      Supplier<QuicSecurity> security,
      TransportOwner owner,
      boolean dialled,
      InetSocketAddress remote) {
    this.context = context;
    this.limits = limits;
    this.security = security;
    this.owner = owner;
    this.dialled = dialled;
    this.remote = remote;
  }

  /** The connection, or why there is none. */
  CompletableFuture<MuxedConnection> result() {
    return result;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    QuicChannel channel = (QuicChannel) ctx.channel();
    this.channel = channel;
    channel.attr(HANDSHAKE).set(this);
    timeout =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  fail(Event.HANDSHAKE_TIMED_OUT, "handshake timed out");
                  channel.close();
                },
                context.handshakeTimeoutMs(),
                TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(future -> onClosed(channel));
  }

  /** Gives each stream that the remote opens to the connection it came on. */
  static ChannelInitializer<QuicStreamChannel> inboundStreams() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(QuicStreamChannel stream) {
        QuicHandshake parent = stream.parent().attr(HANDSHAKE).get();
        parent.accept(stream);
      }
    };
  }

  private void accept(QuicStreamChannel stream) {
    if (connection == null || listener == null) {
      stream.close(); // before its handshake is done a connection has no streams
    } else {
      connection.accept(stream, listener.onStream());
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    QuicChannel channel = (QuicChannel) ctx.channel();
    PeerTrustManager.Outcome outcome = outcome();
    if (result.isDone()) {
      channel.close(); // nobody waits for it any more
    } else if (outcome.proven().isEmpty()) {
      fail(Event.HANDSHAKE_FAILED, outcome.failure().orElse("the peer proved no identity"));
      channel.close();
    } else {
      cancelTimeout();
      QuicConnection opened =
          new QuicConnection(
              channel, outcome.proven().get(), Multiaddr.ofQuic(remote), dialled, limits);
      connection = opened;
      listener = owner.listenerFor(opened);
      listener.onOpened();
      result.complete(opened);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof QuicStreamLimitChangedEvent && connection != null) {
      connection.onStreamLimit();
    } else if (event instanceof QuicConnectionCloseEvent close) {
      farewell = "the remote closed the connection, code " + close.error();
    }
  }

  private void onClosed(QuicChannel channel) {
    if (connection == null || listener == null) {
      abandon(new ClosedChannelException());
      return;
    }
    if (channel.isTimedOut()) {
      connection.onRemoteReason("nothing came for " + limits.idleTimeoutMs() + " ms");
    } else if (!farewell.isEmpty()) {
      connection.onRemoteReason(farewell);
    }
    listener.onClosed(connection.closeReason());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (connection == null && cause instanceof SSLException) {
      tlsFailure = Optional.of(reason(cause)); // what follows is the end of the channel
    } else {
      QuicConnection.logFailure(ctx.channel(), cause);
    }
  }

  /** BoringSSL says {@code error:<number>:<library>:<function>:<REASON>}. */
  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return "TLS: " + message.substring(message.lastIndexOf(':') + 1);
  }

  /** It ended before there was a connection. */
  void abandon(Throwable cause) {
    Optional<String> refusal = outcome().failure();
    if (refusal.isPresent()) {
      fail(Event.HANDSHAKE_FAILED, refusal.get());
    } else if (tlsFailure.isPresent()) {
      fail(Event.HANDSHAKE_FAILED, tlsFailure.get());
    } else if (cause instanceof ConnectTimeoutException) {
      fail(Event.HANDSHAKE_TIMED_OUT, "no answer in time");
    } else if (!farewell.isEmpty() || cause instanceof ClosedChannelException) {
      fail(
          Event.HANDSHAKE_ABANDONED,
          farewell.isEmpty() ? "the connection ended during the handshake" : farewell);
    } else {
      fail(Event.HANDSHAKE_FAILED, String.valueOf(cause.getMessage()));
    }
  }

  private PeerTrustManager.Outcome outcome() {
    QuicSslEngine engine = channel == null ? null : channel.attr(ENGINE).get();
    return engine == null
        ? new PeerTrustManager.Outcome(Optional.empty(), Optional.empty())
        : security.get().outcome(engine);
  }

  /** No connection will come of it; only the first reason counts. */
  private void fail(Event event, String reason) {
    cancelTimeout();
    if (result.isDone()) {
      return;
    }
    context.counters().count(event);
    // Strangers can make any number of them; the counters show those.
    LOG.atLevel(dialled ? Level.INFO : Level.DEBUG)
        .log(
            "Closing {} {} before it was a connection: {}",
            dialled ? "QUIC to" : "QUIC from",
            remote,
            reason);
    result.completeExceptionally(new IOException(reason));
  }

  private void cancelTimeout() {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }
}
