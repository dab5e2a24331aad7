/**
 * Keys and primitives of libp2p over the JCA: identity keys and their signatures, X25519,
 * ChaCha20-Poly1305. No protocol lives here, and none of the providers is named outside.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.crypto;
