package org.datanet.node.network;

/** Our stack is that of nodes 1, 3 and 5, jvm-libp2p that of 2 and 4. */
class OursBesideTheirsTest extends PeerNetworkContract {

  @Override
  PeerNetwork create(int identity, NetworkConfig config) throws Exception {
    return NetworkFixture.stack(identity % 2 == 1 ? NetworkStacks.OWN : JvmLibp2pStack.NAME)
        .create(identity, config);
  }
}
