package org.datanet.node.libp2p.kad;

import java.util.List;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/** Told of peers that lookups meet. */
@FunctionalInterface
public interface KadListener {

  /**
   * A peer answered us over a connection. Runs on the thread of peer routing: return at once, and
   * throw nothing.
   *
   * @param addresses the one that was dialled, if it was, then those that it claims; may be empty
   */
  void onPeerFound(PeerId peer, List<Multiaddr> addresses);
}
