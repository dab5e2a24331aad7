package org.datanet.node.libp2p.swarm;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.datanet.node.libp2p.multiformats.Multiaddr;

/**
 * Names of {@code /dns}, {@code /dns4} and {@code /dns6} addresses; blocks, so never on an event
 * loop.
 */
final class Dns {

  private Dns() {}

  static InetSocketAddress resolve(Multiaddr address, InetSocketAddress unresolved)
      throws UnknownHostException {
    Multiaddr.Protocol family = address.components().getFirst().protocol();
    for (InetAddress candidate : InetAddress.getAllByName(unresolved.getHostString())) {
      boolean fits =
          switch (family) {
            case DNS4 -> candidate instanceof Inet4Address;
            case DNS6 -> candidate instanceof Inet6Address;
            default -> true;
          };
      if (fits) {
        return new InetSocketAddress(candidate, unresolved.getPort());
      }
    }
    throw new UnknownHostException(unresolved.getHostString() + " has no address of its family");
  }
}
