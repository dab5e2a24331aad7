/**
 * The TCP transport: dials and accepts sockets and upgrades each through Noise to Yamux. Who may
 * connect, and what streams carry, is not known here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.tcp;
