package org.datanet.testnet.gossipsim;

import java.net.InetAddress;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/** One peer of a simulated network, well-behaved or not. */
public interface SimPeer {

  PeerId id();

  /** Where others see it. */
  InetAddress address();

  /** It is part of the network from now on. */
  void joined(SimLinks links);

  /**
   * @param outbound true where this peer dialled
   */
  void onConnected(SimPeer peer, boolean outbound);

  void onDisconnected(SimPeer peer);

  void onRpc(SimPeer from, RPC rpc);

  /** Once a second, each peer at a moment of its own. */
  void onHeartbeat();
}
