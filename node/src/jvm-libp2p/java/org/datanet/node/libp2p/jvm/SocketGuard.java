package org.datanet.node.libp2p.jvm;

import io.libp2p.core.P2PChannel;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.swarm.ConnectionTable;
import org.datanet.node.libp2p.swarm.HostConfig;

/**
 * Sees each socket before jvm-libp2p does, which bounds neither their number nor the time of all
 * handshakes together.
 */
final class SocketGuard {

  private final ConnectionTable<?> table;
  private final HostConfig.Timeouts timeouts;

  SocketGuard(ConnectionTable<?> table, HostConfig.Timeouts timeouts) {
    this.table = table;
    this.timeouts = timeouts;
  }

  /** A socket that was accepted. */
  void accepted(P2PChannel raw) {
    Channel channel = JvmTypes.channel(raw);
    InetAddress ip = ((InetSocketAddress) channel.remoteAddress()).getAddress();
    if (table.reserveInbound(ip)) {
      channel.closeFuture().addListener(closed -> table.releaseInbound(ip));
      watch(channel, timeouts.handshakeMs());
    } else {
      channel.close();
    }
  }

  /** A socket that is about to connect. */
  void dialled(P2PChannel raw) {
    Channel channel = JvmTypes.channel(raw);
    if (table.reserveOutbound()) {
      channel.closeFuture().addListener(closed -> table.releaseOutbound());
      watch(channel, timeouts.dialMs() + timeouts.handshakeMs());
    } else {
      channel.close();
    }
  }

  private static void watch(Channel channel, int timeoutMs) {
    // Netty 4.2's default, the adaptive allocator, has grown without bound under load.
    channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
    ScheduledFuture<?> deadline =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (!YamuxGate.stands(channel)) {
                    channel.close();
                  }
                },
                timeoutMs,
                TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> deadline.cancel(false));
  }
}
