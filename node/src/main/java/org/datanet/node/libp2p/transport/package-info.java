/**
 * What every way to reach peers has in common: the port {@link
 * org.datanet.node.libp2p.transport.Transport}, connections and streams behind it, and the event
 * loops. No socket and no protocol lives here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.transport;
