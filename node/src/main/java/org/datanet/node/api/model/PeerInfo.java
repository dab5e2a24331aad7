package org.datanet.node.api.model;

import java.util.Optional;

/**
 * A connected peer.
 *
 * @param address the multiaddr of the connection's far end
 * @param transport how bytes travel, {@code quic} or {@code tcp}
 * @param outbound whether this node dialled
 * @param agent what the peer says it runs; empty until it did
 * @param roundTripMs of the last ping; empty before the first
 * @param connectedMs since when, as a duration
 * @param score its standing in gossip: below 0 it is in disgrace, docs/gossip.md
 */
public record PeerInfo(
    String peerId,
    String address,
    String transport,
    boolean outbound,
    Optional<String> agent,
    Optional<Long> roundTripMs,
    long connectedMs,
    double score) {}
