package org.datanet.node.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.Multiaddr;

/** Where a host tells others that it can be reached. */
final class AnnouncedAddresses {

  private AnnouncedAddresses() {}

  /** Addresses of this machine's interfaces that are up; loopback last. */
  static List<InetAddress> ofThisMachine() throws SocketException {
    List<InetAddress> addresses = new ArrayList<>();
    for (NetworkInterface networkInterface : NetworkInterface.networkInterfaces().toList()) {
      if (networkInterface.isUp() && !networkInterface.isLoopback()) {
        networkInterface
            .inetAddresses()
            .filter(ip -> !isLocalToItsLink(ip))
            .forEach(addresses::add);
      }
    }
    addresses.add(InetAddress.getLoopbackAddress());
    return addresses;
  }

  /** Addresses of a link need its name, which a multiaddr does not carry. */
  private static boolean isLocalToItsLink(InetAddress ip) {
    return ip instanceof Inet6Address && ip.isLinkLocalAddress();
  }

  /**
   * The configured ones where there are any; else where the host listens, with every interface's
   * address in the place of the wildcard.
   */
  static List<Multiaddr> of(
      List<Multiaddr> configured, List<Multiaddr> listening, List<InetAddress> interfaces) {
    if (!configured.isEmpty()) {
      return configured;
    }
    LinkedHashSet<Multiaddr> announced = new LinkedHashSet<>();
    for (Multiaddr address : listening) {
      Optional<InetSocketAddress> wildcard =
          address
              .tcpAddress()
              .or(address::quicAddress)
              .filter(socket -> socket.getAddress() != null)
              .filter(socket -> socket.getAddress().isAnyLocalAddress());
      if (wildcard.isEmpty()) {
        announced.add(address);
      } else {
        InetSocketAddress socket = wildcard.get();
        interfaces.stream()
            .filter(ip -> ip.getClass() == socket.getAddress().getClass())
            .map(ip -> new InetSocketAddress(ip, socket.getPort()))
            .map(s -> address.tcpAddress().isPresent() ? Multiaddr.ofTcp(s) : Multiaddr.ofQuic(s))
            .forEach(announced::add);
      }
    }
    return List.copyOf(announced);
  }
}
