package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.network.NetworkFixture.bytes;
import static org.datanet.node.network.NetworkFixture.done;

import java.util.List;
import org.junit.jupiter.api.Test;

class Libp2pPeerNetworkTest extends PeerNetworkContract {

  @Override
  PeerNetwork create(int identity, NetworkConfig config) throws Exception {
    return NetworkFixture.stack(NetworkStacks.OWN).create(identity, config);
  }

  @Test
  void aHandlerWithABugIsReportedAsTheEndOfGossip() throws Exception {
    NetworkFixture fixture = new NetworkFixture();
    RuntimeException bug = new IllegalStateException("a bug");
    try {
      List<NetworkNode> two = fixture.mesh(List.of(this::create, this::create));
      PeerNetwork faulty = two.get(0).network;
      faulty.subscribe(
          NetworkFixture.TOPIC,
          (from, data) -> {
            throw bug;
          });

      done(two.get(1).network.publish(NetworkFixture.TOPIC, bytes("anything")));

      assertThat(done(faulty.failed())).isSameAs(bug);
    } finally {
      fixture.closeAll();
    }
  }

  @Test
  void connectsToWhoeverIsAtAnAddressThatNamesNobody() throws Exception {
    NetworkNode a = start(1);
    NetworkNode b = start(2);

    assertThat(done(a.network.connect(b.socket()))).isEqualTo(b.id());

    assertThat(a.info(b).address()).isEqualTo(b.socket());
  }

  @Test
  void tellsHowMuchAPeerHoldsOfItsSocketsStreamsAndBook() throws Exception {
    NetworkNode asked = start(1);
    NetworkNode asking = start(2);

    done(asking.network.connect(asked.address()));

    await().until(() -> used(asked, "connections.streams.inbound") > 0);
    assertThat(used(asked, "connections.sockets")).isEqualTo(1);
    assertThat(used(asked, "connections.sockets.of.one.address")).isEqualTo(1);
    assertThat(used(asked, "peerbook.peers")).isEqualTo(1);
    assertThat(used(asking, "connections.sockets.of.one.address")).isZero();
  }

  private static long used(NetworkNode node, String name) {
    return node.network.occupancy().stream()
        .filter(bounded -> bounded.name().equals(name))
        .mapToLong(bounded -> bounded.used().getAsLong())
        .sum();
  }
}
