package org.datanet.node.network;

/**
 * A connected peer.
 *
 * @param address a multiaddr, without the peer id
 * @param transport such as {@code tcp}
 * @param latencyMicros last round trip, or −1 before the first
 * @param agent as the peer reports it; empty until it has
 * @param connectedAtMs since 1970, for display
 * @param delivered messages from it that were accepted
 * @param rejected messages from it that were provably wrong
 * @param score its standing in gossip: below 0 it is in disgrace, docs/gossip.md
 */
public record PeerInfo(
    String peerId,
    String address,
    String transport,
    Direction direction,
    long latencyMicros,
    String agent,
    long connectedAtMs,
    long delivered,
    long rejected,
    double score) {

  /** Who dialled. */
  public enum Direction {
    INBOUND,
    OUTBOUND
  }
}
