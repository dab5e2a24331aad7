/**
 * The port to other nodes, in simple types, and its adapter over our libp2p. What messages mean,
 * and how libp2p speaks, are never known to those who use the port.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.network;
