package org.datanet.node.libp2p.swarm;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.InsecureQuicTokenHandler;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.tls.Forgery.Papers;

/** A QUIC peer that presents whatever papers it likes and believes everybody. */
final class RawQuicPeer implements AutoCloseable {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("raw-quic", true), NioIoHandler.newFactory());

  /** Listens, and gives the port. */
  int listen(Papers papers) throws InterruptedException {
    QuicSslContext context =
        QuicSslContextBuilder.forServer(papers.privateKey(), null, papers.chainArray())
            .clientAuth(ClientAuth.OPTIONAL)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .applicationProtocols("libp2p")
            .build();
    ChannelHandler codec =
        new QuicServerCodecBuilder()
            .sslContext(context)
            .maxIdleTimeout(5, TimeUnit.SECONDS)
            .initialMaxData(100_000)
            .initialMaxStreamsBidirectional(10)
            .tokenHandler(InsecureQuicTokenHandler.INSTANCE)
            .handler(new Silent())
            .streamHandler(new Silent())
            .build();
    return ((InetSocketAddress) bind(codec).localAddress()).getPort();
  }

  /** The connection as the dialler sees it, which may be refused a moment later. */
  QuicChannel dial(int port, Optional<Papers> papers, String applicationProtocol)
      throws InterruptedException, ExecutionException {
    QuicSslContextBuilder context =
        QuicSslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .applicationProtocols(applicationProtocol);
    papers.ifPresent(shown -> context.keyManager(shown.privateKey(), null, shown.chainArray()));
    return dial(port, context.build());
  }

  /** Dials with a context that remembers sessions, and resumes the last one with that port. */
  QuicChannel dial(int port, QuicSslContext context)
      throws InterruptedException, ExecutionException {
    ChannelHandler codec =
        new QuicClientCodecBuilder()
            .sslEngineProvider(
                channel -> context.newEngine(PooledByteBufAllocator.DEFAULT, "peer", port))
            .maxIdleTimeout(5, TimeUnit.SECONDS)
            .initialMaxData(100_000)
            .initialMaxStreamDataBidirectionalLocal(100_000)
            .initialMaxStreamDataBidirectionalRemote(100_000)
            .initialMaxStreamsBidirectional(10)
            .build();
    return QuicChannel.newBootstrap(bind(codec))
        .handler(new Silent())
        .streamHandler(new Silent())
        .remoteAddress(new InetSocketAddress(LOOPBACK, port))
        .connect()
        .get();
  }

  private Channel bind(ChannelHandler codec) throws InterruptedException {
    return new Bootstrap()
        .group(group)
        .channel(NioDatagramChannel.class)
        .handler(codec)
        .bind(LOOPBACK, 0)
        .sync()
        .channel();
  }

  /** Neither answers nor complains. */
  private static final class Silent extends ChannelInboundHandlerAdapter {
    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void exceptionCaught(
        io.netty.channel.ChannelHandlerContext ctx, Throwable refusedAsExpected) {
      ctx.close();
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
