/**
 * Gossip between processes of this machine, measured: one publishes, the others count what comes
 * and how late, by the clock that all of them share.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.testnet.gossipbench;
