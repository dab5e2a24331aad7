/**
 * identify and identify/push (libp2p/specs, identify): what a peer is and speaks. What it says of
 * itself is a claim, and is cut to size.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.identify;
