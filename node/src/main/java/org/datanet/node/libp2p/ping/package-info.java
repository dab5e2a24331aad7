/**
 * ping (libp2p/specs, ping): 32 bytes there and back. Measures, and leaves it to others what a slow
 * or silent peer deserves.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.ping;
