package org.datanet.node.libp2p.gossipsub.score;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * How many connected peers share an IP address: P6. IPv6 counts by /64, which is the least that one
 * subscriber has.
 */
final class AddressBook {

  private static final int IPV6_NETWORK_BYTES = 8;

  private final ScoreParams.Colocation params;
  private final Map<String, Integer> peersAt = new HashMap<>();

  AddressBook(ScoreParams.Colocation params) {
    this.params = params;
  }

  /** The place that an address counts for; empty where it is exempt. */
  Optional<String> place(InetAddress address) {
    return params.exempt().stream().anyMatch(block -> block.contains(address))
        ? Optional.empty()
        : Optional.of(key(address));
  }

  void enter(String place) {
    peersAt.merge(place, 1, Integer::sum);
  }

  void leave(String place) {
    peersAt.computeIfPresent(place, (key, peers) -> peers == 1 ? null : peers - 1);
  }

  /** Squared surplus of peers at a place. */
  double factor(String place) {
    double surplus = peersAt.getOrDefault(place, 0) - params.peersMax();
    return surplus > 0 ? surplus * surplus : 0;
  }

  int places() {
    return peersAt.size();
  }

  private static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    if (isMappedV4(bytes)) {
      return "%d.%d.%d.%d"
          .formatted(bytes[12] & 0xff, bytes[13] & 0xff, bytes[14] & 0xff, bytes[15] & 0xff);
    }
    return HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES) + "::/64";
  }

  private static boolean isMappedV4(byte[] ipv6) {
    byte[] prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};
    return Arrays.equals(ipv6, 0, prefix.length, prefix, 0, prefix.length);
  }
}
