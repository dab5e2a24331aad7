/**
 * Frames with a varint length in front, as gossipsub, bitswap and our request/response send them. What is
 * in a frame is never known here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.frames;
