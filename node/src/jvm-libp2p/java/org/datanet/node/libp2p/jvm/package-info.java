/**
 * Our host and gossip ports over jvm-libp2p, which brings TCP, Noise, Yamux, identify, ping and
 * gossipsub; only a build with profile {@code jvm-libp2p} has it. What is missing there, such as
 * back-pressure and bounds, is added here. Request/response and bitswap come from their own
 * packages.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.jvm;
