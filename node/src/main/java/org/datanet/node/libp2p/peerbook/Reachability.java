package org.datanet.node.libp2p.peerbook;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.Multiaddr;

/** What kinds of addresses lead anywhere. */
public final class Reachability {

  private Reachability() {}

  /** Whether a socket could be opened to the address at all; of names only the form is known. */
  public static boolean isDiallable(Multiaddr address) {
    Optional<InetSocketAddress> socket = address.tcpAddress().or(address::quicAddress);
    return socket.filter(Reachability::isDiallable).isPresent();
  }

  private static boolean isDiallable(InetSocketAddress socket) {
    if (socket.getPort() == 0) {
      return false;
    }
    InetAddress ip = socket.getAddress();
    return ip == null || !(ip.isAnyLocalAddress() || ip.isMulticastAddress());
  }
}
