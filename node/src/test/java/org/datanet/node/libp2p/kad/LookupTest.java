package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.Test;

/** Lookups of peer 0 for the key of a peer that does not exist. */
class LookupTest {

  private static final int TARGET = 999_999;
  private static final KadKey KEY = Peers.key(TARGET);

  private static Lookup lookup(List<Contact> seeds) {
    return new Lookup(KEY, Peers.peer(0), seeds);
  }

  private static List<Contact> contacts(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Peers::contact).toList();
  }

  private static List<Contact> nearestOf(List<Contact> contacts) {
    Comparator<KadKey> nearestFirst = KEY.nearestFirst();
    return contacts.stream()
        .sorted((one, other) -> nearestFirst.compare(one.key(), other.key()))
        .toList();
  }

  private static List<PeerId> nearest(List<Contact> contacts, int count) {
    return nearestOf(contacts).stream().limit(count).map(Contact::peer).toList();
  }

  private static List<PeerId> found(Lookup lookup) {
    return lookup.found().stream().map(found -> found.contact().peer()).toList();
  }

  /** Answers every request by this function until the lookup is done; gives who was asked. */
  private static List<PeerId> answerAll(Lookup lookup, Function<Contact, List<Contact>> answer) {
    List<PeerId> asked = new ArrayList<>();
    Deque<Contact> open = new ArrayDeque<>(lookup.next());
    while (!lookup.isDone()) {
      Contact next = open.remove();
      asked.add(next.peer());
      lookup.answered(next.peer(), answer.apply(next));
      open.addAll(lookup.next());
    }
    return asked;
  }

  @Test
  void asksTheNearestFirstTenAtATime() {
    List<Contact> seeds = contacts(1, 30);
    Lookup lookup = lookup(seeds);

    List<Contact> first = lookup.next();
    List<Contact> nothing = lookup.next();
    lookup.failed(first.get(3).peer());
    List<Contact> another = lookup.next();

    assertThat(first).extracting(Contact::peer).isEqualTo(nearest(seeds, KadLimits.ALPHA));
    assertThat(nothing).isEmpty();
    assertThat(another).extracting(Contact::peer).containsExactly(nearest(seeds, 11).getLast());
  }

  @Test
  void endsWhenTheTwentyNearestHaveAnswered() {
    List<Contact> all = contacts(1, 500);
    Lookup lookup = lookup(contacts(1, 3));

    List<PeerId> asked = answerAll(lookup, from -> nearestOf(all));

    assertThat(found(lookup)).isEqualTo(nearest(all, KadLimits.K));
    assertThat(asked).hasSizeLessThan(3 * KadLimits.K).doesNotHaveDuplicates();
  }

  @Test
  void endsWithFewerWhereThereAreNoMore() {
    List<Contact> all = contacts(1, 7);
    Lookup lookup = lookup(contacts(1, 1));

    answerAll(lookup, from -> all);

    assertThat(found(lookup)).isEqualTo(nearest(all, 7));
  }

  @Test
  void isDoneAtOnceWhereNobodyIsKnown() {
    Lookup lookup = lookup(List.of());

    assertThat(lookup.next()).isEmpty();
    assertThat(lookup.isDone()).isTrue();
    assertThat(lookup.found()).isEmpty();
  }

  @Test
  void takesTheNextNearestForThoseThatDoNotAnswer() {
    List<Contact> all = contacts(1, 100);
    Set<PeerId> dead = Set.copyOf(nearest(all, 10));
    List<Contact> others = nearestOf(all).subList(20, 40);
    List<Contact> named = others;
    Lookup lookup = lookup(all.subList(0, 20));

    Deque<Contact> open = new ArrayDeque<>(lookup.next());
    while (!lookup.isDone()) {
      PeerId next = open.remove().peer();
      if (dead.contains(next)) {
        lookup.failed(next);
      } else {
        named =
            named.subList(0, 20).equals(nearestOf(all).subList(0, 20)) ? others : nearestOf(all);
        lookup.answered(next, named);
      }
      open.addAll(lookup.next());
    }

    assertThat(found(lookup)).isEqualTo(nearest(all, 30).subList(10, 30));
  }

  @Test
  void waitsForAPeerThatIsAmongTheNearest() {
    Lookup lookup = lookup(contacts(1, 2));
    List<Contact> asked = lookup.next();

    lookup.answered(asked.get(1).peer(), List.of());

    assertThat(lookup.isDone()).isFalse();
    lookup.failed(asked.get(0).peer());
    assertThat(lookup.isDone()).isTrue();
  }

  @Test
  void countsTheAnswersThatLedToAPeer() {
    List<Contact> chain = contacts(1, 4);
    Lookup lookup = lookup(chain.subList(0, 1));

    answerAll(
        lookup,
        from -> {
          int at = chain.indexOf(from);
          return chain.subList(at, Math.min(at + 2, chain.size()));
        });

    assertThat(lookup.found())
        .extracting(Lookup.Found::steps)
        .containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void leavesOutItsOwnIdAndTheOneWhoAnswers() {
    Lookup lookup = lookup(contacts(1, 1));

    List<PeerId> asked =
        answerAll(lookup, from -> List.of(Peers.contact(0), Peers.contact(1), Peers.contact(2)));

    assertThat(asked).containsExactly(Peers.peer(1), Peers.peer(2));
  }

  @Test
  void ignoresAnswersThatItDidNotAskForOrHasAlready() {
    Lookup lookup = lookup(contacts(1, 1));
    lookup.next();

    lookup.answered(Peers.peer(5), contacts(6, 9));
    lookup.answered(Peers.peer(1), List.of());
    lookup.answered(Peers.peer(1), contacts(6, 9));
    lookup.failed(Peers.peer(1));

    assertThat(lookup.size()).isEqualTo(1);
    assertThat(found(lookup)).containsExactly(Peers.peer(1));
  }

  @Test
  void endsThoughPeersNameEverNearerOnesWithoutEnd() {
    Lookup lookup = lookup(contacts(1, 1));
    int[] last = {1};

    List<PeerId> asked =
        answerAll(
            lookup,
            from -> {
              Contact nearer;
              do {
                nearer = Peers.contact(++last[0]);
              } while (KEY.nearestFirst().compare(nearer.key(), from.key()) > 0
                  && last[0] % 2_000 != 0);
              return List.of(nearer, Peers.contact(++last[0]), Peers.contact(++last[0]));
            });

    assertThat(asked).hasSizeLessThanOrEqualTo(KadLimits.QUERIES_MAX);
    assertThat(lookup.isDone()).isTrue();
  }

  @Test
  void endsThoughEveryAnswerIsFullOfPeersThatDoNotExist() {
    Lookup lookup = lookup(contacts(1, 20));
    Set<PeerId> real = new HashSet<>(nearest(contacts(1, 20), 20));
    int made = 1_000;
    int asked = 0;

    Deque<Contact> open = new ArrayDeque<>(lookup.next());
    while (!lookup.isDone()) {
      PeerId next = open.remove().peer();
      asked++;
      if (real.contains(next)) {
        lookup.answered(next, contacts(made, made + 19));
        made += 20;
      } else {
        lookup.failed(next);
      }
      open.addAll(lookup.next());
    }

    assertThat(asked).isLessThanOrEqualTo(KadLimits.QUERIES_MAX);
    assertThat(lookup.size()).isLessThanOrEqualTo(KadLimits.CANDIDATES_MAX + asked);
  }

  @Test
  void whoNamesPeersThatDoNotExistCostsAFewRequestsAndHidesNobody() {
    List<Contact> real = contacts(1, 500);
    List<Contact> seeds = contacts(1, 20);
    Set<PeerId> liars = Set.copyOf(seeds.subList(0, 6).stream().map(Contact::peer).toList());
    Set<PeerId> exist = Set.copyOf(real.stream().map(Contact::peer).toList());
    List<Contact> made = nearestOf(contacts(10_000, 30_000)).subList(0, 6 * KadLimits.K);
    Lookup lookup = lookup(seeds);
    int lies = 0;
    int failed = 0;

    Deque<Contact> open = new ArrayDeque<>(lookup.next());
    while (!lookup.isDone()) {
      PeerId next = open.remove().peer();
      if (liars.contains(next)) {
        lookup.answered(next, made.subList(lies * KadLimits.K, (lies + 1) * KadLimits.K));
        lies++;
      } else if (exist.contains(next)) {
        lookup.answered(next, nearestOf(real));
      } else {
        lookup.failed(next);
        failed++;
      }
      open.addAll(lookup.next());
    }

    assertThat(found(lookup)).isEqualTo(nearest(real, KadLimits.K));
    assertThat(lies).isPositive();
    assertThat(failed).isEqualTo(lies * KadLimits.TRUST_FIRST);
  }

  @Test
  void asksOnAfterAnOutageThatTookHalfOfThePeers() {
    List<Contact> real = contacts(1, 500);
    Set<PeerId> dead = new HashSet<>();
    IntStream.rangeClosed(2, 500).filter(i -> i % 2 == 0).forEach(i -> dead.add(Peers.peer(i)));
    Lookup lookup = lookup(contacts(1, 1));

    Deque<Contact> open = new ArrayDeque<>(lookup.next());
    while (!lookup.isDone()) {
      PeerId next = open.remove().peer();
      if (dead.contains(next)) {
        lookup.failed(next);
      } else {
        lookup.answered(next, nearestOf(real));
      }
      open.addAll(lookup.next());
    }

    assertThat(found(lookup)).isNotEmpty().doesNotContainAnyElementsOf(dead);
    assertThat(found(lookup).getFirst())
        .isEqualTo(nearest(real, 500).stream().filter(p -> !dead.contains(p)).findFirst().get());
  }

  @Test
  void triesFirstWhereMostSayThatAPeerIs() {
    Lookup lookup = lookup(contacts(1, 4));
    lookup.next();
    Contact wanted = Peers.contact(TARGET);
    List<Multiaddr> made = IntStream.rangeClosed(100, 110).mapToObj(Peers::address).toList();

    lookup.answered(Peers.peer(1), List.of(wanted.withAddresses(made)));
    lookup.answered(Peers.peer(2), List.of(wanted));
    lookup.answered(Peers.peer(3), List.of(wanted));

    assertThat(lookup.claims(wanted.peer()))
        .hasSize(KadLimits.ADDRESSES_MAX)
        .startsWith(Peers.address(TARGET));
    assertThat(lookup.next().getFirst().addresses()).startsWith(Peers.address(TARGET));
  }

  @Test
  void looksAtTheFirstFortyOfTenThousandPeersInAnAnswer() {
    Lookup lookup = lookup(contacts(1, 1));
    lookup.next();

    lookup.answered(Peers.peer(1), contacts(2, 10_001));

    assertThat(lookup.size()).isEqualTo(1 + KadLimits.K);
    assertThat(lookup.next())
        .extracting(Contact::peer)
        .isSubsetOf(nearest(contacts(2, 1 + KadLimits.ANSWER_PEERS_MAX), KadLimits.K));
  }

  @Test
  void takesFewPeersOfOneNetworkFromOneAnswer() {
    Lookup lookup = lookup(contacts(1, 1));
    lookup.next();
    List<Contact> neighbours =
        IntStream.rangeClosed(2, 21)
            .mapToObj(
                i ->
                    Contact.of(
                        Peers.peer(i), List.of(Multiaddr.parse("/ip4/8.8.8." + i + "/tcp/4001"))))
            .toList();

    lookup.answered(Peers.peer(1), neighbours);

    assertThat(lookup.next()).hasSize(KadLimits.ANSWER_GROUP_MAX);
  }

  @Test
  void triesAPeerAgainWhereAnotherKnowsBetterWhereItIs() {
    Lookup lookup = lookup(contacts(1, 2));
    lookup.next();
    Contact astray = Peers.contact(3).withAddresses(List.of(Peers.address(66)));

    lookup.answered(Peers.peer(1), List.of(astray));
    List<Contact> first = lookup.next();
    lookup.failed(Peers.peer(3));
    lookup.answered(
        Peers.peer(2), List.of(astray.withAddresses(List.of(Peers.address(66), Peers.address(3)))));
    List<Contact> second = lookup.next();

    assertThat(first).containsExactly(astray);
    assertThat(second).containsExactly(Peers.contact(3));
    assertThat(lookup.isDone()).isFalse();
  }

  @Test
  void triesAPeerThreeTimesAtMost() {
    Lookup lookup = lookup(contacts(1, 9));
    int tries = 0;
    List<Contact> tellers = lookup.next();

    for (Contact teller : tellers) {
      int liar = 100 + tries;
      lookup.answered(
          teller.peer(), List.of(Peers.contact(50).withAddresses(List.of(Peers.address(liar)))));
      if (!lookup.next().isEmpty()) {
        tries++;
        lookup.failed(Peers.peer(50));
      }
    }

    assertThat(tries).isEqualTo(KadLimits.ATTEMPTS_MAX);
    assertThat(lookup.isDone()).isTrue();
  }

  @Test
  void remembersWhereAPeerIsSaidToBe() {
    Lookup lookup = lookup(contacts(1, 1));
    lookup.next();

    lookup.answered(Peers.peer(1), contacts(2, 2));

    assertThat(lookup.claims(Peers.peer(2))).containsExactly(Peers.address(2));
    assertThat(lookup.claims(Peers.peer(3))).isEmpty();
  }
}
