/**
 * Which peers there are, where they are, and who is not welcome. Knows neither sockets nor files;
 * time is an argument.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.peerbook;
