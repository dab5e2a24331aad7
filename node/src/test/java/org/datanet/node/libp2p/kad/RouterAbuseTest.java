package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.datanet.node.libp2p.kad.RouterNetwork.Node;
import org.junit.jupiter.api.Test;

/**
 * Two hundred real routers in a simulated network, three in ten of which lie from the start. Each
 * knew three others when it came, one of them honest.
 */
class RouterAbuseTest {

  private static final int PEERS = 200;
  private static final long LOOKUP_MS = 35_000;

  private static final int PEERS_TO_CHOOSE_FROM = 1_000;

  private static final List<Contact> MADE_UP =
      IntStream.range(1_000_000, 1_020_000).mapToObj(Peers::contact).toList();

  private final RouterNetwork network = new RouterNetwork(11);
  private final List<Node> honest = new ArrayList<>();
  private final List<Node> liars = new ArrayList<>();

  private void join(Function<KadKey, List<Contact>> lie) {
    for (int i = 0; i < PEERS; i++) {
      List<Node> known = new ArrayList<>();
      if (i > 0) {
        known.add(honest.get(network.random().nextInt(honest.size())));
        known.add(network.nodes().get(network.random().nextInt(i)));
        known.add(network.nodes().get(network.random().nextInt(i)));
      }
      Node node = network.add();
      if (i % 10 >= 7) {
        node.lie = Optional.of(lie);
        liars.add(node);
      } else {
        honest.add(node);
      }
      known.forEach(other -> network.connect(node, other));
      network.run(20);
    }
    network.run(LOOKUP_MS);
  }

  /** Peers that do not exist, nearer to the key than most that do. */
  private List<Contact> madeUp(KadKey key) {
    int from = network.random().nextInt(MADE_UP.size() - PEERS_TO_CHOOSE_FROM);
    return nearest(key, MADE_UP.subList(from, from + PEERS_TO_CHOOSE_FROM));
  }

  /** None but accomplices. */
  private List<Contact> accomplices(KadKey key) {
    return nearest(
        key, liars.stream().map(liar -> Contact.of(liar.id, List.of(liar.address))).toList());
  }

  private static List<Contact> nearest(KadKey key, List<Contact> contacts) {
    Comparator<KadKey> nearestFirst = key.nearestFirst();
    return contacts.stream()
        .sorted((one, other) -> nearestFirst.compare(one.key(), other.key()))
        .limit(KadLimits.K)
        .toList();
  }

  /** Searches for a hundred honest peers by others that do not know them, by the peer wanted. */
  private Map<Node, KadAction.Ended> hundredSearches() {
    Map<Node, Long> searches = new HashMap<>();
    Map<Node, Node> seekers = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      Node wanted = honest.get(i);
      Node seeker =
          honest.stream()
              .filter(node -> node != wanted && !network.areConnected(node, wanted))
              .skip(network.random().nextInt(50))
              .findFirst()
              .orElseThrow();
      seekers.put(wanted, seeker);
      searches.put(wanted, network.find(seeker, wanted.id));
    }
    network.run(LOOKUP_MS);
    Map<Node, KadAction.Ended> ended = new HashMap<>();
    searches.forEach((wanted, search) -> ended.put(wanted, seekers.get(wanted).ended(search)));
    return ended;
  }

  @Test
  void peersAreFoundThoughThreeInTenMakeUpOthers() {
    join(this::madeUp);

    Map<Node, KadAction.Ended> ended = hundredSearches();

    ended.forEach((wanted, end) -> assertThat(end.addresses()).containsExactly(wanted.address));
    assertThat(honest)
        .allMatch(
            node ->
                node.router
                    .table()
                    .nearest(node.key())
                    .map(Contact::peer)
                    .allMatch(network::exists));
  }

  @Test
  void peersAreFoundThoughThreeInTenNameNoneButEachOther() {
    join(this::accomplices);

    Map<Node, KadAction.Ended> ended = hundredSearches();

    ended.forEach((wanted, end) -> assertThat(end.addresses()).containsExactly(wanted.address));
  }
}
