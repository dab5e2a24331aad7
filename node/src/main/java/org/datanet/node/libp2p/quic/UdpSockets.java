package org.datanet.node.libp2p.quic;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.datanet.node.libp2p.transport.NetworkLoops;

/** UDP sockets as QUIC wants them: epoll with segmentation in the kernel where there is one. */
final class UdpSockets {

  /** The kernel may give less; more of it evens out bursts of many peers on one socket. */
  private static final int SOCKET_BUFFER_BYTES = 2 * 1024 * 1024;

  /** Packets of ours are smaller, those of others may be as large as an Ethernet frame. */
  private static final int RECEIVE_BYTES_MAX = 1_500;

  /** Packets read before those of them that want an answer get one. */
  private static final int READS_MAX = 32;

  /** Packets that go to the kernel in one call. */
  private static final int SEGMENTS_MAX = 32;

  private final NetworkLoops loops;

  UdpSockets(NetworkLoops loops) {
    this.loops = loops;
  }

  /** For a socket of the address's family. */
  Bootstrap bootstrap(InetAddress address, ChannelHandler handler) {
    SocketProtocolFamily family =
        address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    ChannelFactory<DatagramChannel> factory =
        loops.isEpoll()
            ? () -> new EpollDatagramChannel(family)
            : () -> new NioDatagramChannel(family);
    return new Bootstrap()
        .group(loops.group())
        .channelFactory(factory)
        .disableResolver()
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new FixedRecvByteBufAllocator(RECEIVE_BYTES_MAX).maxMessagesPerRead(READS_MAX))
        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
        .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
        .handler(handler);
  }

  /** What hands several packets to the kernel at once, if anything does. */
  SegmentedDatagramPacketAllocator segments() {
    return loops.isEpoll()
        ? EpollQuicUtils.newSegmentedAllocator(SEGMENTS_MAX)
        : SegmentedDatagramPacketAllocator.NONE;
  }
}
