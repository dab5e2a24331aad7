package org.datanet.node.libp2p.tcp;

import io.netty.channel.Channel;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.transport.ChannelConnection;
import org.datanet.node.libp2p.transport.MuxedStream;
import org.datanet.node.libp2p.yamux.YamuxException;
import org.datanet.node.libp2p.yamux.YamuxSession;
import org.jspecify.annotations.Nullable;

/** A socket that has become a secured, multiplexed connection. */
final class TcpConnection extends ChannelConnection {

  private @Nullable YamuxSession session;

  TcpConnection(Channel channel, PeerId remotePeer, Multiaddr remoteAddress, boolean outbound) {
    super(channel, TcpTransport.NAME, remotePeer, remoteAddress, outbound);
  }

  /** Gives the connection its muxer, before anyone else sees it. */
  void attach(YamuxSession muxer) {
    session = muxer;
  }

  private YamuxSession session() {
    if (session == null) {
      throw new IllegalStateException("the connection has no muxer");
    }
    return session;
  }

  @Override
  public void open(MuxedStream.Listener listener) {
    boolean accepted =
        session()
            .execute(
                () -> {
                  try {
                    session().open(listener);
                  } catch (YamuxException e) {
                    listener.onClosed(String.valueOf(e.getMessage()));
                  }
                });
    if (!accepted) {
      listener.onClosed("the connection is closed");
    }
  }

  @Override
  public void close(String reason) {
    session().close(reason);
  }
}
