package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.network.NetworkFixture.bytes;
import static org.datanet.node.network.NetworkFixture.done;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;
import org.junit.jupiter.api.Test;

class Libp2pPeerNetworkTest extends PeerNetworkContract {

  @Override
  PeerNetwork create(int identity, NetworkConfig config) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) identity);
    Swarm host = Swarm.create(HostConfig.defaults(Identity.ofEd25519Seed(seed), "test"));
    return new Libp2pPeerNetwork(host, config, identity);
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
  void dropsAPeerWhoseMessagesAreWrongAndSaysWhy() throws Exception {
    NetworkFixture fixture = new NetworkFixture();
    try {
      List<NetworkNode> two = fixture.mesh(List.of(this::create, this::create));
      NetworkNode judge = two.get(0);
      NetworkNode culprit = two.get(1);
      for (int i = 0; i < 40; i++) {
        judge.judges("wrong " + i, Verdict.REJECT);
        done(culprit.network.publish(NetworkFixture.TOPIC, bytes("wrong " + i)));
      }

      await()
          .atMost(NetworkFixture.LONG)
          .until(
              () ->
                  judge.network.dropped().stream()
                      .anyMatch(
                          drop ->
                              drop.peerId().equals(culprit.id())
                                  && drop.reason().contains("rejected messages")));
    } finally {
      fixture.closeAll();
    }
  }

  @Test
  void tellsHowFullItsBoundedStructuresAre() throws Exception {
    NetworkFixture fixture = new NetworkFixture();
    try {
      List<NetworkNode> two = fixture.mesh(List.of(this::create, this::create));
      done(two.get(0).network.publish(NetworkFixture.TOPIC, bytes("one to remember")));

      Map<String, Occupancy> bounded =
          two.get(1).network.occupancy().stream()
              .collect(Collectors.toMap(Occupancy::name, Function.identity()));

      assertThat(bounded.values()).allMatch(o -> o.max() > 0 && !o.description().isBlank());
      await()
          .atMost(NetworkFixture.LONG)
          .until(() -> bounded.get("gossip.seen").used().getAsLong() > 0);
    } finally {
      fixture.closeAll();
    }
  }
}
