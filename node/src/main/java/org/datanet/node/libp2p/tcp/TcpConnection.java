package org.datanet.node.libp2p.tcp;

import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.transport.MuxedConnection;
import org.datanet.node.libp2p.transport.MuxedStream;
import org.datanet.node.libp2p.yamux.YamuxException;
import org.datanet.node.libp2p.yamux.YamuxSession;
import org.jspecify.annotations.Nullable;

/** A socket that has become a secured, multiplexed connection. */
final class TcpConnection implements MuxedConnection {

  private final Channel channel;
  private final PeerId remotePeer;
  private final Multiaddr remoteAddress;
  private final boolean outbound;
  private @Nullable YamuxSession session;

  TcpConnection(Channel channel, PeerId remotePeer, Multiaddr remoteAddress, boolean outbound) {
    this.channel = channel;
    this.remotePeer = remotePeer;
    this.remoteAddress = remoteAddress;
    this.outbound = outbound;
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
  public PeerId remotePeer() {
    return remotePeer;
  }

  @Override
  public Multiaddr remoteAddress() {
    return remoteAddress;
  }

  @Override
  public boolean isOutbound() {
    return outbound;
  }

  @Override
  public String transport() {
    return TcpTransport.NAME;
  }

  @Override
  public EventExecutor eventLoop() {
    return channel.eventLoop();
  }

  @Override
  public boolean isOpen() {
    return channel.isActive();
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

  @Override
  public String toString() {
    return (outbound ? "to " : "from ") + remotePeer + " at " + remoteAddress;
  }
}
