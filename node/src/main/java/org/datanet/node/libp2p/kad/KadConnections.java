package org.datanet.node.libp2p.kad;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/** Connections for lookups, from whoever decides who is connected. */
public interface KadConnections {

  /** Connects to a peer, or gives the open connection; fails where that cannot or must not be. */
  CompletionStage<PeerConnection> connect(PeerId peer, List<Multiaddr> addresses);

  /** A connection that came of {@link #connect} serves no lookup any more. */
  void release(PeerConnection connection);
}
