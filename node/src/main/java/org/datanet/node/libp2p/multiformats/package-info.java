/**
 * Self-describing values of libp2p: peer ids, multiaddrs, unsigned varints, base58. Pure values
 * over bytes: nothing here opens a socket, resolves a name or checks a signature.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.multiformats;
