/**
 * multistream-select 1.0: how two ends agree on a protocol. A state machine over bytes, and a Netty
 * handler for a connection's own layers. What is agreed on is none of its business.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.multistream;
