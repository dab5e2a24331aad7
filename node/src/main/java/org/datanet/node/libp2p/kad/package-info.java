/**
 * Peer routing by Kademlia (libp2p/specs, kad-dht): who is near a key, and where a peer listens.
 * Records and providers never live here, nor do addresses of peers that it has not reached.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.kad;
