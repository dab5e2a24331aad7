package org.datanet.node.network;

import org.datanet.node.libp2p.crypto.Identity;

/** Makes networks of one kind. {@link NetworkStacks} finds those that a build has. */
public interface NetworkStack {

  /** As {@code node.toml} calls it. */
  String name();

  /**
   * A network that is not started.
   *
   * @param agent what identify tells, such as {@code datanet/0.1.0}
   * @param store of what is known of peers over a restart
   * @param seed of choices that peers should not foresee
   */
  PeerNetwork create(
      Identity identity, String agent, NetworkConfig config, PeerBookStore store, long seed);
}
