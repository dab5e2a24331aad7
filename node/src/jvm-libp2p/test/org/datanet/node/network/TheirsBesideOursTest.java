package org.datanet.node.network;

/** jvm-libp2p is the stack of nodes 1, 3 and 5, ours that of 2 and 4. */
class TheirsBesideOursTest extends PeerNetworkContract {

  @Override
  PeerNetwork create(int identity, NetworkConfig config) throws Exception {
    return NetworkFixture.stack(identity % 2 == 0 ? NetworkStacks.OWN : JvmLibp2pStack.NAME)
        .create(identity, config);
  }

  /** jvm-libp2p does not tell what its scores are made of. */
  @Override
  String causeOfDrop() {
    return "";
  }
}
