/**
 * The secure channel: Noise_XX_25519_ChaChaPoly_SHA256 with libp2p's signed payloads (libp2p/specs,
 * noise). The handshake is a state machine over bytes; two Netty handlers frame it. Nothing is
 * negotiated here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.noise;
