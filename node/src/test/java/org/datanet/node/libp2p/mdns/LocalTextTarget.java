package org.datanet.node.libp2p.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import org.datanet.fuzzkit.FuzzTarget;

/** Whatever a TXT record holds, a few addresses come of it. */
public final class LocalTextTarget implements FuzzTarget {

  @Override
  public String name() {
    return "mdns-text";
  }

  @Override
  public void accept(byte[] input) {
    int addresses =
        LocalDiscovery.parse(input).values().stream().mapToInt(found -> found.size()).sum();

    assertThat(addresses).isLessThanOrEqualTo(LocalDiscovery.ADDRESSES_MAX);
  }
}
