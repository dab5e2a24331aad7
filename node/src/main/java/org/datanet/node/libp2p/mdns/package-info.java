/**
 * Hosts of one network find each other in a local network: libp2p/specs, discovery/mdns. Nothing
 * here dials.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.mdns;
