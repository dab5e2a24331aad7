package org.datanet.node.libp2p.kad;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.Multiaddr;

/**
 * From where an address can be reached; the later ones from further away. An address is believed,
 * and told, only over a connection whose own scope is no wider: nobody on the internet makes us
 * dial our own machine or our neighbours. Names are no addresses here: nothing is resolved on a
 * stranger's word.
 */
enum AddressScope {
  LOOPBACK,
  PRIVATE,
  PUBLIC;

  /** Empty where others cannot dial it, or this host cannot. */
  static Optional<AddressScope> of(Multiaddr address) {
    return ip(address).flatMap(AddressScope::of);
  }

  /** The IP address of a TCP or QUIC address that names one and a port. */
  static Optional<InetAddress> ip(Multiaddr address) {
    return address
        .tcpAddress()
        .or(address::quicAddress)
        .filter(socket -> !socket.isUnresolved() && socket.getPort() > 0)
        .map(InetSocketAddress::getAddress)
        .map(AddressScope::unmapped);
  }

  static Optional<AddressScope> of(InetAddress ip) {
    byte[] bytes = ip.getAddress();
    if (ip.isLoopbackAddress()) {
      return Optional.of(LOOPBACK);
    }
    if (ip.isAnyLocalAddress() || ip.isMulticastAddress() || ip.isLinkLocalAddress()) {
      return Optional.empty();
    }
    return bytes.length == 4 ? ofIp4(ip, bytes) : ofIp6(bytes);
  }

  private static Optional<AddressScope> ofIp4(InetAddress ip, byte[] bytes) {
    int first = bytes[0] & 0xff;
    boolean carrierNat = first == 100 && (bytes[1] & 0xc0) == 64; // RFC 6598
    if (ip.isSiteLocalAddress() || carrierNat) {
      return Optional.of(PRIVATE);
    }
    return first == 0 || first >= 240 ? Optional.empty() : Optional.of(PUBLIC);
  }

  private static Optional<AddressScope> ofIp6(byte[] bytes) {
    if ((bytes[0] & 0xfe) == 0xfc) {
      return Optional.of(PRIVATE); // RFC 4193
    }
    // Global unicast (RFC 4291) without 6to4, which hides an IPv4 address.
    boolean global = (bytes[0] & 0xe0) == 0x20 && !(bytes[0] == 0x20 && bytes[1] == 0x02);
    return global ? Optional.of(PUBLIC) : Optional.empty();
  }

  /** {@code ::ffff:127.0.0.1} is 127.0.0.1. */
  private static InetAddress unmapped(InetAddress ip) {
    byte[] bytes = ip.getAddress();
    boolean mapped = bytes.length == 16 && bytes[10] == -1 && bytes[11] == -1;
    for (int i = 0; mapped && i < 10; i++) {
      mapped = bytes[i] == 0;
    }
    try {
      return mapped ? InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16)) : ip;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** Those of a peer's addresses that are of use over a connection of this scope. */
  List<Multiaddr> usable(List<Multiaddr> addresses) {
    return addresses.stream()
        .filter(address -> of(address).filter(scope -> scope.compareTo(this) >= 0).isPresent())
        .map(Multiaddr::withoutPeerId)
        .distinct()
        .limit(KadLimits.ADDRESSES_MAX)
        .toList();
  }
}
