package org.datanet.node.libp2p.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Event loops and sockets of a host: epoll where the platform has it, NIO elsewhere. */
final class TcpTransport {

  private static final Logger LOG = LoggerFactory.getLogger(TcpTransport.class);

  /** Yamux stops filling a socket above the high mark and goes on below the low one. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

  private static final int CLOSE_TIMEOUT_SECONDS = 10;

  private final boolean epoll;
  private final EventLoopGroup group;
  private final Set<Channel> open = ConcurrentHashMap.newKeySet();

  private TcpTransport(boolean epoll, EventLoopGroup group) {
    this.epoll = epoll;
    this.group = group;
  }

  static TcpTransport create(int threads) {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new TcpTransport(
        epoll,
        new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("libp2p", true), io));
  }

  EventLoop nextLoop() {
    return group.next();
  }

  /** Binds; every accepted socket is given to the handler before it becomes active. */
  ChannelFuture bind(InetSocketAddress address, Consumer<SocketChannel> onAccepted) {
    Class<? extends ServerSocketChannel> type =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    ChannelFuture bind =
        new ServerBootstrap()
            .group(group)
            .channel(type)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(initializer(onAccepted))
            .bind(address);
    track(bind.channel());
    return bind;
  }

  /** Dials a resolved address; the socket is given to the handler before it becomes active. */
  ChannelFuture connect(
      InetSocketAddress address, int timeoutMs, Consumer<SocketChannel> onCreated) {
    Class<? extends SocketChannel> type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    return new Bootstrap()
        .group(group)
        .channel(type)
        .disableResolver()
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
        .handler(initializer(onCreated))
        .connect(address);
  }

  private ChannelInitializer<SocketChannel> initializer(Consumer<SocketChannel> start) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        track(channel);
        start.accept(channel);
      }
    };
  }

  private void track(Channel channel) {
    open.add(channel);
    channel.closeFuture().addListener(future -> open.remove(channel));
  }

  /** Closes every socket and ends the threads; waits for that, but not on a thread of its own. */
  void close() {
    open.forEach(Channel::close);
    group.shutdownGracefully(0, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (Thread.currentThread().getName().startsWith("libp2p-")) {
      return;
    }
    if (!group.terminationFuture().awaitUninterruptibly(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("The network threads have not ended within {} s", CLOSE_TIMEOUT_SECONDS);
    }
  }
}
