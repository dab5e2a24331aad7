/**
 * Peers that break every rule they can, against a node's whole network stack on real sockets. Each
 * test shows that what they can make grow is bounded, that honest peers go on, and what became of
 * the abuser.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.hostile;
