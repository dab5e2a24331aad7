package org.datanet.node.network;

import static org.datanet.node.network.NetworkFixture.assertFails;

import org.junit.jupiter.api.Test;

class JvmLibp2pPeerNetworkTest extends PeerNetworkContract {

  @Override
  PeerNetwork create(int identity, NetworkConfig config) throws Exception {
    return NetworkFixture.stack(JvmLibp2pStack.NAME).create(identity, config);
  }

  @Test
  void dialsNoAddressThatNamesNobody() throws Exception {
    NetworkNode a = start(1);
    NetworkNode b = start(2);

    assertFails(a.network.connect(b.socket()), "only where /p2p/<peer id> tells whom");
  }

  /** jvm-libp2p does not tell what its scores are made of. */
  @Override
  String causeOfDrop() {
    return "";
  }
}
