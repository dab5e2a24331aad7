/**
 * The one door to the core: {@link org.datanet.protocol.replica.Replica#step} takes an input and
 * gives effects, in order. It keeps the pool, builds and judges batches, and drives the consensus
 * of the current epoch. It performs nothing itself.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.replica;
