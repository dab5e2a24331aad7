package org.datanet.testnet.gossipsim;

import java.util.Collection;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/** What a peer can do in its simulated network. */
public interface SimLinks {

  /** Since the network began. */
  long nowMicros();

  default long nowMs() {
    return nowMicros() / 1_000;
  }

  /** Does something later. */
  void in(long delayMicros, Runnable action);

  /** Sends on the connection; nothing happens where there is none. */
  void send(SimPeer to, RPC rpc);

  /** Dials; nothing happens where there is a connection already. */
  void connect(SimPeer to);

  void disconnect(SimPeer peer, String reason);

  Collection<SimPeer> connected();

  Optional<SimPeer> find(PeerId peer);
}
