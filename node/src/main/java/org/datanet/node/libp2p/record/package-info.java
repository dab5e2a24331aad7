/**
 * Records that peers sign for others to pass on: envelopes (libp2p/specs RFC 0002) and what they
 * hold of peers' addresses (RFC 0003). Nothing here keeps or exchanges any.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.record;
