/**
 * libp2p's use of TLS (libp2p/specs, tls): certificates that carry a peer's identity, and their
 * check. No handshake and no socket lives here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.tls;
