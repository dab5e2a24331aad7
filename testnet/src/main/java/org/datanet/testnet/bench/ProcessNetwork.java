package org.datanet.testnet.bench;

import java.io.IOException;
import org.datanet.testnet.launcher.LocalNetwork;
import org.datanet.testnet.launcher.NetworkPlan;
import org.datanet.testnet.launcher.TestKeys;

/** A network of node processes in a scratch folder; both are gone when it is closed. */
record ProcessNetwork(LocalNetwork network, TestKeys keys, ScratchFolder folder)
    implements AutoCloseable {

  /** Lays down the nodes' homes; none runs yet. */
  static ProcessNetwork create(NetworkPlan plan) throws IOException {
    TestKeys keys = TestKeys.ofSeed(1);
    ScratchFolder folder = ScratchFolder.create();
    return new ProcessNetwork(
        LocalNetwork.create(folder.path(), plan, keys, "lexnet-bench"), keys, folder);
  }

  @Override
  public void close() throws IOException {
    try {
      network.down();
    } finally {
      folder.close();
    }
  }
}
