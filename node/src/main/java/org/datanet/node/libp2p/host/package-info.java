/**
 * The host: connections, streams and protocol handlers over one identity. Transports, security and
 * muxers stand behind it; no protocol above it knows how bytes travel.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.host;
