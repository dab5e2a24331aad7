package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.peerbook.PeerBook;
import org.datanet.node.libp2p.streams.ProtocolExecutors;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionManagerTest {

  private final Swarm host = host(1);
  private final Swarm peer = host(2);
  private final CompletableFuture<Throwable> told = new CompletableFuture<>();
  private final ScheduledExecutorService timer = ProtocolExecutors.timer("test", told::complete);

  private static Swarm host(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return Swarm.create(HostConfig.defaults(Identity.ofEd25519Seed(seed), "test"));
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
    host.close();
    peer.close();
  }

  @Test
  void tellsTheBugThatEndsItsRounds() throws Exception {
    RuntimeException bug = new IllegalStateException("a bug");
    ConnectionManager manager =
        new ConnectionManager(
            host,
            new PeerBook(host.peerId(), 1),
            PeerBookStore.none(),
            ConnectionLimits.DEFAULT,
            new BootstrapDialer(List.of(), 1),
            any -> {
              throw bug;
            },
            timer);
    NetworkFixture.done(peer.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    NetworkFixture.done(host.connect(peer.listenAddresses().getFirst()));

    manager.start();

    assertThat(told.get(30, TimeUnit.SECONDS)).isSameAs(bug);
  }
}
