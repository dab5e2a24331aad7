/**
 * The host over any transports: who is connected, whom to dial and by which address, identify, ping
 * and the table of protocols. Sockets and handshakes live in the transports.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.swarm;
