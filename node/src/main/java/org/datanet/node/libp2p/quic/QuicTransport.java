package org.datanet.node.libp2p.quic;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.datanet.node.libp2p.transport.MuxedConnection;
import org.datanet.node.libp2p.transport.Transport;
import org.datanet.node.libp2p.transport.TransportContext;
import org.datanet.node.libp2p.transport.TransportOwner;
import org.datanet.node.libp2p.transport.TransportUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * QUIC v1. A listener is one UDP socket for all its connections; a dial has a socket of its own,
 * connected, so that a closed port is known at once.
 */
public final class QuicTransport implements Transport {

  public static final String NAME = "quic";

  private static final Logger LOG = LoggerFactory.getLogger(QuicTransport.class);

  private final TransportContext context;
  private final QuicLimits limits;
  private final Supplier<Optional<Throwable>> whyUnavailable;
  private final LazySecurity security;
  private final UdpSockets sockets;
  private final AtomicInteger handshakesInbound = new AtomicInteger();
  private final RetryTokens tokens;
  private final AtomicBoolean saidUnavailable = new AtomicBoolean();
  private final Set<QuicChannel> open = ConcurrentHashMap.newKeySet();

  /**
   * @param whyUnavailable asked when QUIC is first needed; empty where it can be had
   */
  public QuicTransport(
      TransportContext context, QuicLimits limits, Supplier<Optional<Throwable>> whyUnavailable) {
    this.context = context;
    this.limits = limits;
    this.whyUnavailable = whyUnavailable;
    this.security = new LazySecurity(context.identity());
    this.sockets = new UdpSockets(context.loops());
    this.tokens =
        RetryTokens.create(() -> handshakesInbound.get() >= limits.unvalidatedHandshakesMax());
  }

  /** Loads nothing yet. */
  public static QuicTransport create(TransportContext context, QuicLimits limits) {
    return new QuicTransport(
        context,
        limits,
        () -> Quic.isAvailable() ? Optional.empty() : Optional.of(Quic.unavailabilityCause()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<InetSocketAddress> target(Multiaddr address) {
    return address.quicAddress();
  }

  /**
   * Runs the action when the native library and the certificate are there; the first time on a
   * thread of its own, for that takes a tenth of a second.
   */
  private void whenReady(Runnable action, Consumer<IOException> onFailure) {
    if (security.isReady()) {
      action.run();
      return;
    }
    Thread.ofVirtual()
        .name("libp2p-quic-load")
        .start(
            () -> {
              Optional<Throwable> missing = whyUnavailable.get();
              if (missing.isPresent()) {
                onFailure.accept(unavailable(missing.get()));
              } else {
                security.get();
                action.run();
              }
            });
  }

  private TransportUnavailableException unavailable(Throwable cause) {
    String message =
        "QUIC has no native library for "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch");
    if (saidUnavailable.compareAndSet(false, true)) {
      LOG.warn("{}: peers are met over other transports", message, cause);
    }
    return new TransportUnavailableException(message, cause);
  }

  @Override
  public CompletionStage<Multiaddr> listen(InetSocketAddress local, TransportOwner owner) {
    CompletableFuture<Multiaddr> bound = new CompletableFuture<>();
    whenReady(() -> bind(local, owner, bound), bound::completeExceptionally);
    return bound;
  }

  private void bind(
      InetSocketAddress local, TransportOwner owner, CompletableFuture<Multiaddr> bound) {
    ChannelFuture bind = sockets.bootstrap(local.getAddress(), serverCodec(owner)).bind(local);
    context.loops().track(bind.channel());
    bind.addListener(
        future -> {
          if (future.isSuccess()) {
            bound.complete(Multiaddr.ofQuic((InetSocketAddress) bind.channel().localAddress()));
          } else {
            bound.completeExceptionally(future.cause());
          }
        });
  }

  private ChannelHandler serverCodec(TransportOwner owner) {
    return configured(new QuicServerCodecBuilder())
        .tokenHandler(tokens)
        .sslEngineProvider(channel -> accept(channel, owner))
        .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, sockets.segments())
        .handler(
            new ChannelInitializer<QuicChannel>() {
              @Override
              protected void initChannel(QuicChannel channel) {
                onAccepted(channel, owner);
              }
            })
        .streamHandler(QuicHandshake.inboundStreams())
        .build();
  }

  private <B extends QuicCodecBuilder<B>> B configured(B builder) {
    return builder
        .maxIdleTimeout(limits.idleTimeoutMs(), TimeUnit.MILLISECONDS)
        .maxSendUdpPayloadSize(QuicLimits.UDP_PAYLOAD_BYTES_MAX)
        .initialMaxData(limits.connectionWindowBytes())
        .initialMaxStreamDataBidirectionalLocal(limits.streamWindowBytes())
        .initialMaxStreamDataBidirectionalRemote(limits.streamWindowBytes())
        .initialMaxStreamsBidirectional(limits.inboundStreamsMax())
        .initialMaxStreamsUnidirectional(0)
        .activeMigration(false);
  }

  /** Every connection comes by here before its first packet. */
  private QuicSslEngine engine(QuicChannel channel, QuicSslEngine engine) {
    channel.attr(QuicHandshake.ENGINE).set(engine);
    open.add(channel);
    channel.closeFuture().addListener(future -> open.remove(channel));
    return engine;
  }

  /**
   * Takes a place for a connection. Where there is none its handshake fails at its first packet,
   * before it costs a signature.
   */
  private QuicSslEngine accept(QuicChannel channel, TransportOwner owner) {
    InetAddress ip = remote(channel).getAddress();
    if (!owner.reserveInbound(ip)) {
      context.counters().count(Event.INBOUND_REFUSED);
      LOG.debug("No place for a connection from {}", ip);
      return security.get().refusing();
    }
    channel.closeFuture().addListener(future -> owner.releaseInbound(ip));
    return engine(channel, security.get().accepting());
  }

  private static InetSocketAddress remote(QuicChannel channel) {
    return (InetSocketAddress) Objects.requireNonNull(channel.remoteSocketAddress());
  }

  private void onAccepted(QuicChannel channel, TransportOwner owner) {
    if (channel.attr(QuicHandshake.ENGINE).get() == null) {
      channel.pipeline().addLast(new Refused());
      return;
    }
    QuicHandshake handshake = handshake(owner, false, remote(channel));
    handshakesInbound.incrementAndGet();
    handshake.result().whenComplete((done, failure) -> handshakesInbound.decrementAndGet());
    channel.pipeline().addLast(handshake);
  }

  /** Its handshake is about to fail. */
  private static final class Refused extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      LOG.debug("Refused {}: {}", ctx.channel(), cause.getMessage());
    }
  }

  private QuicHandshake handshake(TransportOwner owner, boolean dialled, InetSocketAddress remote) {
    return new QuicHandshake(context, limits, security, owner, dialled, remote);
  }

  @Override
  public CompletableFuture<MuxedConnection> dial(
      InetSocketAddress target,
      Optional<PeerId> expectedPeer,
      TransportOwner owner,
      Runnable onSocketClosed) {
    QuicHandshake handshake = handshake(owner, true, target);
    CompletableFuture<MuxedConnection> result = handshake.result();
    whenReady(
        () -> dialNow(target, expectedPeer, handshake, onSocketClosed),
        failure -> {
          onSocketClosed.run();
          result.completeExceptionally(failure);
        });
    return result;
  }

  private void dialNow(
      InetSocketAddress target,
      Optional<PeerId> expectedPeer,
      QuicHandshake handshake,
      Runnable onSocketClosed) {
    ChannelHandler codec =
        configured(new QuicClientCodecBuilder())
            .sslEngineProvider(channel -> engine(channel, security.get().dialling(expectedPeer)))
            .build();
    ChannelFuture connect =
        sockets
            .bootstrap(
                target.getAddress(),
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel udp) {
                    udp.pipeline().addLast(codec, new Unreachable(handshake));
                  }
                })
            .connect(target);
    Channel udp = connect.channel();
    context.loops().track(udp);
    udp.closeFuture().addListener(future -> onSocketClosed.run());
    handshake
        .result()
        .whenComplete(
            (connection, failure) -> {
              if (failure != null) {
                udp.close();
              }
            });
    connect.addListener(
        future -> {
          if (future.isSuccess()) {
            shakeHands(udp, target, handshake);
          } else {
            handshake.result().completeExceptionally(future.cause());
          }
        });
  }

  private void shakeHands(Channel udp, InetSocketAddress target, QuicHandshake handshake) {
    QuicChannel.newBootstrap(udp)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, context.dialTimeoutMs())
        .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, sockets.segments())
        .handler(handshake)
        .streamHandler(QuicHandshake.inboundStreams())
        .remoteAddress(target)
        .connect()
        .addListener(
            future -> {
              if (future.isSuccess()) {
                ((QuicChannel) future.getNow()).closeFuture().addListener(closed -> udp.close());
              } else {
                handshake.abandon(future.cause());
              }
            });
  }

  /** Ends a dial to a port where nobody listens. */
  private static final class Unreachable extends ChannelInboundHandlerAdapter {
    private final QuicHandshake handshake;

    Unreachable(QuicHandshake handshake) {
      this.handshake = handshake;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (cause instanceof PortUnreachableException) {
        handshake
            .result()
            .completeExceptionally(new IOException("refused: nobody listens on the port", cause));
      } else {
        QuicConnection.logFailure(ctx.channel(), cause);
      }
    }
  }

  /**
   * Says good-bye while there are sockets to say it by; they are closed with the loops. Not as an
   * application, which in a handshake nobody would hear.
   */
  @Override
  public void close() {
    open.forEach(channel -> channel.close(false, QuicConnection.NO_ERROR, Unpooled.EMPTY_BUFFER));
  }
}
