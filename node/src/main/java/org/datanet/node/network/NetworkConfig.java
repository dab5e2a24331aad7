package org.datanet.node.network;

import java.util.List;

/**
 * @param listenAddresses multiaddrs such as {@code /ip4/0.0.0.0/tcp/4001}; port 0 takes any
 * @param bootstrapAddresses multiaddrs that are dialled while too few peers are connected, with
 *     {@code /p2p/<peer id>} where the identity is known
 * @param peersWanted connections below which bootstrap addresses are dialled
 */
public record NetworkConfig(
    List<String> listenAddresses, List<String> bootstrapAddresses, int peersWanted) {

  public NetworkConfig {
    listenAddresses = List.copyOf(listenAddresses);
    bootstrapAddresses = List.copyOf(bootstrapAddresses);
  }
}
