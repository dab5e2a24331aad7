package org.datanet.node.libp2p.gossipsub.score;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** A block of IP addresses such as {@code 10.0.0.0/8}. */
public final class AddressBlock {

  /** Addresses of this machine, which all of its processes share. */
  public static final List<AddressBlock> LOOPBACK = List.of(parse("127.0.0.0/8"), parse("::1/128"));

  private static final int IPV6_NETWORK_BYTES = 8;

  private final String text;
  private final IpSubnetFilterRule rule;

  private AddressBlock(String text, IpSubnetFilterRule rule) {
    this.text = text;
    this.rule = rule;
  }

  /**
   * Reads {@code <address>/<prefix length>}.
   *
   * @throws IllegalArgumentException where the text is none
   */
  public static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    try {
      String address = text.substring(0, Math.max(0, slash));
      int prefix = Integer.parseInt(text.substring(slash + 1));
      return new AddressBlock(
          text, new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT));
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("not a block of IP addresses: '" + text + "'", malformed);
    }
  }

  public boolean contains(InetAddress address) {
    return rule.matches(new InetSocketAddress(address, 0));
  }

  /** The least block that a subscriber has who has the address: a /64 of IPv6, one of IPv4. */
  public static String subscriber(InetAddress address) {
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

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressBlock block && text.equals(block.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
