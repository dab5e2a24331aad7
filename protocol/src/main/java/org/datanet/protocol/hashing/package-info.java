/**
 * Digests that the whole protocol agrees on: domain-separated SHA-256, Merkle trees, the lattice
 * hash of the ledger's buckets. Bytes in, bytes out; nothing here knows what is being hashed.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.hashing;
