package org.datanet.node.libp2p.transport;

import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/** What connections have in common that live in one channel of Netty. */
public abstract class ChannelConnection implements MuxedConnection {

  private final Channel channel;
  private final String transport;
  private final PeerId remotePeer;
  private final Multiaddr remoteAddress;
  private final boolean outbound;

  protected ChannelConnection(
      Channel channel,
      String transport,
      PeerId remotePeer,
      Multiaddr remoteAddress,
      boolean outbound) {
    this.channel = channel;
    this.transport = transport;
    this.remotePeer = remotePeer;
    this.remoteAddress = remoteAddress;
    this.outbound = outbound;
  }

  @Override
  public final PeerId remotePeer() {
    return remotePeer;
  }

  @Override
  public final Multiaddr remoteAddress() {
    return remoteAddress;
  }

  @Override
  public final boolean isOutbound() {
    return outbound;
  }

  @Override
  public final String transport() {
    return transport;
  }

  @Override
  public final EventExecutor eventLoop() {
    return channel.eventLoop();
  }

  @Override
  public final boolean isOpen() {
    return channel.isActive();
  }

  @Override
  public final String toString() {
    return (outbound ? "to " : "from ") + remotePeer + " at " + remoteAddress;
  }
}
