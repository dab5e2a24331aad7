package org.datanet.testnet.gossipsim;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/** The links of a peer that is in no network yet: there is nothing that it could do. */
enum NoLinks implements SimLinks {
  INSTANCE;

  @Override
  public long nowMicros() {
    throw new IllegalStateException("the peer is in no network");
  }

  @Override
  public void in(long delayMicros, Runnable action) {
    throw new IllegalStateException("the peer is in no network");
  }

  @Override
  public void send(SimPeer to, RPC rpc) {
    throw new IllegalStateException("the peer is in no network");
  }

  @Override
  public void connect(SimPeer to) {
    throw new IllegalStateException("the peer is in no network");
  }

  @Override
  public void disconnect(SimPeer peer, String reason) {
    throw new IllegalStateException("the peer is in no network");
  }

  @Override
  public Collection<SimPeer> connected() {
    return List.of();
  }

  @Override
  public Optional<SimPeer> find(PeerId peer) {
    return Optional.empty();
  }
}
