/**
 * What protocols over streams share: varint-delimited frames, back-pressure, counts a peer, a
 * thread of their own. What is in a frame is never known here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.streams;
