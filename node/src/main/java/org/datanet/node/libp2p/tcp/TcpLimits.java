package org.datanet.node.libp2p.tcp;

import org.datanet.node.libp2p.yamux.YamuxLimits;

/**
 * Bounds of one TCP connection.
 *
 * @param dialTimeoutMs until TCP is connected
 * @param handshakeTimeoutMs from there until Yamux runs
 */
public record TcpLimits(int dialTimeoutMs, int handshakeTimeoutMs, YamuxLimits yamux) {}
