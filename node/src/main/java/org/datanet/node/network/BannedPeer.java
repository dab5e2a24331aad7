package org.datanet.node.network;

/**
 * A peer that this node does not speak to.
 *
 * @param untilMs Unix time; {@link Long#MAX_VALUE} where only lifting ends it
 */
public record BannedPeer(String peerId, long untilMs, String reason) {}
