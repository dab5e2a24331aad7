package org.datanet.node.network;

import java.util.List;
import java.util.Optional;

/**
 * @param listenAddresses multiaddrs such as {@code /ip4/0.0.0.0/tcp/4001}; port 0 takes any
 * @param bootstrapAddresses multiaddrs that are dialled while too few peers are connected, with
 *     {@code /p2p/<peer id>} where the identity is known
 * @param announceAddresses multiaddrs at which others are told to find this node; where there are
 *     none, where it listens
 * @param localNetwork the name under which nodes of this network find each other in a local network
 *     (mDNS); empty to neither look nor be found there
 * @param peerRouting the protocol id of Kademlia, by which nodes of this network find each other
 *     through those they know; empty to neither ask nor answer
 */
public record NetworkConfig(
    List<String> listenAddresses,
    List<String> bootstrapAddresses,
    List<String> announceAddresses,
    Optional<String> localNetwork,
    Optional<String> peerRouting,
    ConnectionLimits limits) {

  public NetworkConfig {
    listenAddresses = List.copyOf(listenAddresses);
    bootstrapAddresses = List.copyOf(bootstrapAddresses);
    announceAddresses = List.copyOf(announceAddresses);
  }

  /** With the default limits but for the number of connections below which peers are dialled. */
  public NetworkConfig(
      List<String> listenAddresses, List<String> bootstrapAddresses, int peersWanted) {
    this(
        listenAddresses,
        bootstrapAddresses,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        ConnectionLimits.DEFAULT.withPeersWanted(peersWanted));
  }

  public NetworkConfig with(ConnectionLimits other) {
    return new NetworkConfig(
        listenAddresses, bootstrapAddresses, announceAddresses, localNetwork, peerRouting, other);
  }

  /** The same, with peers found by Kademlia under this protocol id. */
  public NetworkConfig withPeerRouting(String protocol) {
    return new NetworkConfig(
        listenAddresses,
        bootstrapAddresses,
        announceAddresses,
        localNetwork,
        Optional.of(protocol),
        limits);
  }
}
