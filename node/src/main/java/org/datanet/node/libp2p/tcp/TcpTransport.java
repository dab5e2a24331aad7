package org.datanet.node.libp2p.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.datanet.node.libp2p.transport.MuxedConnection;
import org.datanet.node.libp2p.transport.NetworkLoops;
import org.datanet.node.libp2p.transport.Transport;
import org.datanet.node.libp2p.transport.TransportContext;
import org.datanet.node.libp2p.transport.TransportOwner;
import org.datanet.node.libp2p.yamux.YamuxLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP with Noise and Yamux. */
public final class TcpTransport implements Transport {

  public static final String NAME = "tcp";

  private static final Logger LOG = LoggerFactory.getLogger(TcpTransport.class);

  /** Yamux stops filling a socket above the high mark and goes on below the low one. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

  private final TransportContext context;
  private final NetworkLoops loops;
  private final YamuxLimits yamux;

  public TcpTransport(TransportContext context, YamuxLimits yamux) {
    this.context = context;
    this.loops = context.loops();
    this.yamux = yamux;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<InetSocketAddress> target(Multiaddr address) {
    return address.tcpAddress();
  }

  @Override
  public CompletionStage<Multiaddr> listen(InetSocketAddress local, TransportOwner owner) {
    Class<? extends ServerSocketChannel> type =
        loops.isEpoll() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    ChannelFuture bind =
        new ServerBootstrap()
            .group(loops.group())
            .channel(type)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(initializer(channel -> onAccepted(channel, owner)))
            .bind(local);
    loops.track(bind.channel());
    CompletableFuture<Multiaddr> bound = new CompletableFuture<>();
    bind.addListener(
        future -> {
          if (future.isSuccess()) {
            bound.complete(Multiaddr.ofTcp((InetSocketAddress) bind.channel().localAddress()));
          } else {
            bound.completeExceptionally(future.cause());
          }
        });
    return bound;
  }

  private void onAccepted(SocketChannel channel, TransportOwner owner) {
    InetAddress ip = channel.remoteAddress().getAddress();
    if (!owner.reserveInbound(ip)) {
      context.counters().count(Event.INBOUND_REFUSED);
      LOG.debug("No place for a connection from {}", ip);
      channel.close();
      return;
    }
    channel.closeFuture().addListener(future -> owner.releaseInbound(ip));
    channel.pipeline().addLast(upgrade(false, Optional.empty(), owner));
  }

  @Override
  public CompletableFuture<MuxedConnection> dial(
      InetSocketAddress target,
      Optional<PeerId> expectedPeer,
      TransportOwner owner,
      Runnable onSocketClosed) {
    Upgrade upgrade = upgrade(true, expectedPeer, owner);
    ChannelFuture connect = connect(target, channel -> channel.pipeline().addLast(upgrade));
    connect.channel().closeFuture().addListener(future -> onSocketClosed.run());
    connect.addListener(
        future -> {
          if (!future.isSuccess()) {
            upgrade.result().completeExceptionally(future.cause());
          }
        });
    upgrade
        .result()
        .whenComplete(
            (connection, failure) -> {
              if (failure != null) {
                connect.channel().close();
              }
            });
    return upgrade.result();
  }

  private ChannelFuture connect(InetSocketAddress target, Consumer<SocketChannel> onCreated) {
    Class<? extends SocketChannel> type =
        loops.isEpoll() ? EpollSocketChannel.class : NioSocketChannel.class;
    return new Bootstrap()
        .group(loops.group())
        .channel(type)
        .disableResolver()
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, context.dialTimeoutMs())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
        .handler(initializer(onCreated))
        .connect(target);
  }

  private Upgrade upgrade(boolean dialled, Optional<PeerId> expectedPeer, TransportOwner owner) {
    return new Upgrade(context, yamux, owner, dialled, expectedPeer);
  }

  /** The socket is given to its handler before it becomes active. */
  private ChannelInitializer<SocketChannel> initializer(Consumer<SocketChannel> start) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        loops.track(channel);
        start.accept(channel);
      }
    };
  }

  @Override
  public void close() {
    // its sockets are closed with the loops
  }
}
