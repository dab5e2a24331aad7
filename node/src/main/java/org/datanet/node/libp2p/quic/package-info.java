/**
 * The QUIC transport (libp2p/specs, quic): QUIC v1 by Netty's binding of quiche, peers proven by
 * {@code tls}. Its native library is loaded when it is first needed. Who may connect, and what
 * streams carry, is not known here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.quic;
