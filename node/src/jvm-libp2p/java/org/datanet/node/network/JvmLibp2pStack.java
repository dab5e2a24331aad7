package org.datanet.node.network;

import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.gossipsub.GossipParams;
import org.datanet.node.libp2p.jvm.JvmGossip;
import org.datanet.node.libp2p.jvm.JvmHost;
import org.datanet.node.libp2p.swarm.HostConfig;

/** The port over jvm-libp2p, in builds with that profile. */
public final class JvmLibp2pStack implements NetworkStack {

  /** As {@code node.toml} calls it. */
  public static final String NAME = "jvm-libp2p";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PeerNetwork create(
      Identity identity, String agent, NetworkConfig config, PeerBookStore store, long seed) {
    JvmHost host = JvmHost.create(HostConfig.defaults(identity, agent));
    return new Libp2pPeerNetwork(
        host,
        exchange -> new JvmGossip(host, GossipParams.DEFAULT, exchange, seed),
        config,
        store,
        seed);
  }
}
