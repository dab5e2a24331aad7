package org.datanet.node.libp2p.gossipsub.score;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/** A block of IP addresses such as {@code 10.0.0.0/8}. */
public final class AddressBlock {

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

  boolean contains(InetAddress address) {
    return rule.matches(new InetSocketAddress(address, 0));
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
