/**
 * The offline verifier: reads a store, trusts nothing in it but the network's id, and recomputes
 * every epoch from genesis. It never writes, and asks no peer.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.audit;
