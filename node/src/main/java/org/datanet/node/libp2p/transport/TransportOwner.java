package org.datanet.node.libp2p.transport;

import java.net.InetAddress;

/** The host as its transports see it. Any thread. */
public interface TransportOwner {

  /** Takes a place for a connection from this address; false where there is none. */
  boolean reserveInbound(InetAddress ip);

  /** Gives a place back that {@link #reserveInbound} took. */
  void releaseInbound(InetAddress ip);

  /**
   * A handshake has proved who the peer is. The listener hears of the connection from then on, on
   * its event loop.
   */
  MuxedConnection.Listener listenerFor(MuxedConnection connection);
}
