package org.datanet.node.libp2p.jvm;

import io.libp2p.core.P2PChannel;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.swarm.ConnectedPeers;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.transport.HostCounters;
import org.datanet.node.libp2p.transport.HostCounters.Event;

/**
 * Sees each socket before jvm-libp2p does, which keeps nobody out, and bounds neither their number
 * nor the time of all handshakes together.
 */
final class SocketGuard {

  private final ConnectedPeers peers;
  private final HostCounters counters;
  private final HostConfig.Timeouts timeouts;

  SocketGuard(ConnectedPeers peers, HostCounters counters, HostConfig.Timeouts timeouts) {
    this.peers = peers;
    this.counters = counters;
    this.timeouts = timeouts;
  }

  /** A socket that was accepted. */
  void accepted(P2PChannel raw) {
    Channel channel = JvmTypes.channel(raw);
    if (channel.remoteAddress() instanceof InetSocketAddress remote) {
      accepted(channel, remote.getAddress());
    } else {
      channel.close(); // it is gone already
    }
  }

  private void accepted(Channel channel, InetAddress ip) {
    if (peers.admits(ip) && peers.table().reserveInbound(ip)) {
      channel.closeFuture().addListener(closed -> peers.table().releaseInbound(ip));
      watch(channel, timeouts.handshakeMs());
    } else {
      counters.count(Event.INBOUND_REFUSED);
      channel.close();
    }
  }

  /** A socket that is about to connect. */
  void dialled(P2PChannel raw) {
    Channel channel = JvmTypes.channel(raw);
    if (peers.table().reserveOutbound()) {
      channel.closeFuture().addListener(closed -> peers.table().releaseOutbound());
      watch(channel, timeouts.dialMs() + timeouts.handshakeMs());
    } else {
      channel.close();
    }
  }

  private void watch(Channel channel, int timeoutMs) {
    // Netty 4.2's default, the adaptive allocator, has grown without bound under load.
    channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
    ScheduledFuture<?> deadline =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (!YamuxGate.stands(channel)) {
                    counters.count(Event.HANDSHAKE_TIMED_OUT);
                    channel.close();
                  }
                },
                timeoutMs,
                TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> deadline.cancel(false));
  }
}
