package org.datanet.node.libp2p.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Event loops of a host, shared by its transports: epoll where the platform has it, or NIO. */
public final class NetworkLoops implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkLoops.class);

  private static final int CLOSE_TIMEOUT_SECONDS = 10;

  private final boolean epoll;
  private final EventLoopGroup group;
  private final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

  private NetworkLoops(boolean epoll, EventLoopGroup group) {
    this.epoll = epoll;
    this.group = group;
  }

  /** Starts no thread before the first task. */
  public static NetworkLoops create(int threads) {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new NetworkLoops(
        epoll,
        new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("libp2p", true), io));
  }

  /** Whether channels must be of the epoll kind. */
  public boolean isEpoll() {
    return epoll;
  }

  public EventLoopGroup group() {
    return group;
  }

  public EventLoop next() {
    return group.next();
  }

  /** Has {@link #close} close this channel if it is still open then. */
  public void track(Channel channel) {
    open.add(channel);
  }

  /**
   * Closes every socket, after what their loops have still to do for them, and then ends the
   * threads; waits for that, but not on a thread of its own.
   */
  @Override
  public void close() {
    // A loop that is told to end closes its sockets before it carries out what is queued.
    open.close()
        .addListener(
            closed -> group.shutdownGracefully(0, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS));
    if (Thread.currentThread().getName().startsWith("libp2p-")) {
      return;
    }
    if (!group.terminationFuture().awaitUninterruptibly(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("The network threads have not ended within {} s", CLOSE_TIMEOUT_SECONDS);
    }
  }
}
