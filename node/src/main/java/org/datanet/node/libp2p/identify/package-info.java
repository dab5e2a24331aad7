/**
 * identify and identify/push (libp2p/specs, identify): what a peer is and speaks. What it says of
 * itself is a claim: only its protocols and agent are used, and everything is cut to size.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.identify;
