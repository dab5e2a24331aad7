/**
 * The host over TCP: dials and accepts, upgrades each socket through Noise to Yamux, and keeps one
 * connection a peer. What streams carry is not known here, but for identify and ping.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.tcp;
