/**
 * Peer scoring of gossipsub v1.1: counters of what peers did, and the score that follows from them.
 * Knows neither the router nor what a message says; time enters with each event.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.gossipsub.score;
