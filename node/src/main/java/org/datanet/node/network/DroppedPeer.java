package org.datanet.node.network;

/**
 * A peer whose connection ended.
 *
 * @param address a multiaddr, without the peer id
 * @param reason in words: ours where we ended it, or what the connection died of
 * @param score its standing in gossip then; below 0 for a peer that misbehaved
 * @param droppedAtMs Unix time, for display
 */
public record DroppedPeer(
    String peerId, String address, String reason, double score, long droppedAtMs) {}
