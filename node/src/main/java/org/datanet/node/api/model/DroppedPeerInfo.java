package org.datanet.node.api.model;

/**
 * A peer whose connection ended lately.
 *
 * @param address the multiaddr of the connection's far end
 * @param reason why, in words
 * @param score its standing in gossip then; below 0 for a peer that misbehaved
 * @param droppedMs since when, as a duration
 */
public record DroppedPeerInfo(
    String peerId, String address, String reason, double score, long droppedMs) {}
