/**
 * Gossipsub 1.1: the deterministic router, which knows neither time nor sockets, and its glue over
 * a host. What a topic's messages mean is never known here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.gossipsub;
