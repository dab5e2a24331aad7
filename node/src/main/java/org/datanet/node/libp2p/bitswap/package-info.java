/**
 * Bitswap 1.2.0 (ipfs/specs BITSWAP.md): what we want, what we serve, and the glue over a host.
 * Only SHA-256 CIDs; where blocks are stored is never known here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.bitswap;
