package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import org.datanet.node.libp2p.kad.RouterNetwork.Node;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Three hundred real routers in a simulated network, each of which knew one other when it came. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RouterNetworkTest {

  private static final int PEERS = 300;

  /** log₂ of the number of peers. */
  private static final int STEPS_MAX = 9;

  private final RouterNetwork network = new RouterNetwork(3);

  @BeforeAll
  void join() {
    network.add();
    for (int i = 1; i < PEERS; i++) {
      Node node = network.add();
      network.connect(node, network.nodes().get(network.random().nextInt(i)));
      network.run(20);
    }
    network.run(3_000);
  }

  @Test
  @Order(1)
  void aLookupFromEveryPeerFindsTheTrulyNearestInFewSteps() {
    Map<Node, PeerId> wanted = new HashMap<>();
    Map<Node, Long> searches = new HashMap<>();

    for (Node node : network.nodes()) {
      PeerId nobody = Peers.peer(PEERS + network.random().nextInt(1_000_000));
      wanted.put(node, nobody);
      searches.put(node, network.find(node, nobody));
    }
    network.run(3_000);

    for (Node node : network.nodes()) {
      KadAction.Ended ended = node.ended(searches.get(node));
      assertThat(peers(ended))
          .isEqualTo(network.nearest(KadKey.of(wanted.get(node)), KadLimits.K, node));
      assertThat(ended.nearest()).extracting(Lookup.Found::steps).allMatch(s -> s <= STEPS_MAX);
      assertThat(ended.addresses()).isEmpty();
    }
  }

  @Test
  @Order(2)
  void peersAreFoundByAnyOther() {
    Map<Node, Node> seekers = new HashMap<>();
    Map<Node, Long> searches = new HashMap<>();

    for (Node wanted : network.nodes().subList(0, 125)) {
      Node seeker = network.nodes().get(network.random().nextInt(PEERS));
      if (seeker != wanted) {
        seekers.put(wanted, seeker);
        searches.put(wanted, network.find(seeker, wanted.id));
      }
    }
    network.run(3_000);

    searches.forEach(
        (wanted, search) ->
            assertThat(seekers.get(wanted).ended(search).addresses())
                .containsExactly(wanted.address));
  }

  @Test
  @Order(3)
  void aTableHoldsAFewPeersOfEachDistanceAndALookupAsksFew() {
    Node seeker = network.nodes().get(7);
    long search = network.find(seeker, Peers.peer(PEERS + 1));
    network.run(3_000);

    IntSummaryStatistics sizes =
        network.nodes().stream().mapToInt(n -> n.router.table().size()).summaryStatistics();
    assertThat(sizes.getMin()).isGreaterThanOrEqualTo(2 * KadLimits.K);
    assertThat(sizes.getMax()).isLessThanOrEqualTo(STEPS_MAX * KadLimits.K);
    assertThat(seeker.ended(search).requests()).isBetween(KadLimits.K, 3 * KadLimits.K);
  }

  @Test
  @Order(4)
  void aThirdOfThePeersDiesAndLookupsFindTheNearestOfThoseAlive() {
    List<Node> alive = new ArrayList<>();
    network.nodes().forEach(node -> node.alive = network.random().nextInt(3) > 0);
    network.nodes().stream().filter(node -> node.alive).limit(50).forEach(alive::add);
    PeerId wanted = Peers.peer(PEERS + 2);
    Map<Node, Long> searches = new HashMap<>();

    alive.forEach(node -> searches.put(node, network.find(node, wanted)));
    network.run(40_000);

    for (Node node : alive) {
      assertThat(peers(node.ended(searches.get(node))).getFirst())
          .isEqualTo(network.nearest(KadKey.of(wanted), 1, node).getFirst());
    }
  }

  private static List<PeerId> peers(KadAction.Ended ended) {
    return ended.nearest().stream().map(found -> found.contact().peer()).toList();
  }
}
