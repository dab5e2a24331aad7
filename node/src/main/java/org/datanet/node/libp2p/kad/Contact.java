package org.datanet.node.libp2p.kad;

import java.util.List;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * A peer and where it listens.
 *
 * @param key that of the peer
 * @param addresses without {@code /p2p}, the best known first
 */
record Contact(PeerId peer, KadKey key, List<Multiaddr> addresses) {

  Contact {
    addresses = List.copyOf(addresses);
  }

  static Contact of(PeerId peer, List<Multiaddr> addresses) {
    return new Contact(peer, KadKey.of(peer), addresses);
  }

  Contact withAddresses(List<Multiaddr> others) {
    return new Contact(peer, key, others);
  }
}
