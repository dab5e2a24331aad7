/**
 * One epoch's Tendermint decision on an opaque 32-byte value hash, as a sans-IO state machine:
 * {@link org.datanet.protocol.consensus.EpochConsensus} takes events and returns outputs.
 * Signatures are made and checked outside; nothing here knows of batches, tables, wire formats,
 * clocks or sockets. Line numbers in comments are those of Algorithm 1 in Buchman, Kwon, Milosevic,
 * "The latest gossip on BFT consensus" (arXiv 1807.04938).
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.consensus;
