/**
 * One epoch: the agreed batch, the one pure function that executes it, and what comes out of it.
 * Nothing here knows how a batch is agreed on or stored.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.epoch;
