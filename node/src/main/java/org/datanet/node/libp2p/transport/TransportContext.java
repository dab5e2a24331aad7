package org.datanet.node.libp2p.transport;

import org.datanet.node.libp2p.crypto.Identity;

/**
 * What a host gives each of its transports.
 *
 * @param dialTimeoutMs until the far end answers at all
 * @param handshakeTimeoutMs from there until streams can be opened
 */
public record TransportContext(
    NetworkLoops loops,
    Identity identity,
    int dialTimeoutMs,
    int handshakeTimeoutMs,
    HostCounters counters) {}
