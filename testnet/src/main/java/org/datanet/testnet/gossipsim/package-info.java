/**
 * A network of the real gossip routers in one thread and in simulated time, among peers that keep
 * to the rules and peers that do not. Sockets, encodings and verification of operations are left
 * out; everything that a router decides is real.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.testnet.gossipsim;
