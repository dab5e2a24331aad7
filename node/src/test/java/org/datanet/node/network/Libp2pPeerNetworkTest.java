package org.datanet.node.network;

import java.util.Arrays;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;

class Libp2pPeerNetworkTest extends PeerNetworkContract {

  @Override
  PeerNetwork create(int identity, NetworkConfig config) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) identity);
    Swarm host = Swarm.create(HostConfig.defaults(Identity.ofEd25519Seed(seed), "test"));
    return new Libp2pPeerNetwork(host, config, identity);
  }
}
