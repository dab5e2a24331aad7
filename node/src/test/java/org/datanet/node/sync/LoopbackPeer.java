package org.datanet.node.sync;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.network.NetworkConfig;
import org.datanet.node.network.NetworkStacks;
import org.datanet.node.network.PeerBookStore;
import org.datanet.node.network.PeerNetwork;

/** Networks over real sockets on loopback, not started. */
final class LoopbackPeer {

  private LoopbackPeer() {}

  static PeerNetwork create(int identity) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) identity);
    return NetworkStacks.named(NetworkStacks.OWN)
        .orElseThrow()
        .create(
            Identity.ofEd25519Seed(seed),
            "test",
            new NetworkConfig(List.of("/ip4/127.0.0.1/tcp/0"), List.of(), 0),
            PeerBookStore.none(),
            identity);
  }

  static void start(PeerNetwork network) throws Exception {
    network.start().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  static void connect(PeerNetwork from, PeerNetwork to) throws Exception {
    from.connect(to.listenAddresses().get(0)).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
