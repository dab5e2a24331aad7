package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.kad.RoutingTable.Outcome;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.Test;

/** The table of peer 0. */
class RoutingTableTest {

  private static final long CHECK_AFTER_MS = KadTiming.DEFAULT.checkAfterMs();

  private final RoutingTable table = new RoutingTable(Peers.key(0), KadTiming.DEFAULT);

  private RoutingTable.Seen seen(int peer, long nowMs) {
    return table.seen(Peers.contact(peer), List.of(), nowMs);
  }

  private Outcome seenFrom(int peer, String ip) {
    try {
      List<IpGroup> groups = IpGroup.of(InetAddress.getByName(ip));
      return table.seen(Peers.contact(peer), groups, 0).outcome();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private List<PeerId> nearest(int target) {
    return table.nearest(Peers.key(target)).map(Contact::peer).toList();
  }

  /** Fills a bucket; gives who is in it, least recently seen first, and one who is not. */
  private List<Integer> fill(int bucket, long nowMs) {
    List<Integer> peers = Peers.inBucket(bucket, KadLimits.K + 2);
    peers.subList(0, KadLimits.K).forEach(peer -> seen(peer, nowMs));
    return peers;
  }

  @Test
  void givesThePeersNearestToAnyKeyInOrder() {
    for (int peer = 1; peer <= 12; peer++) {
      seen(peer, 0);
    }

    List<PeerId> nearest = nearest(100);

    assertThat(nearest)
        .hasSize(12)
        .isSortedAccordingTo(
            (one, other) ->
                Peers.key(100).nearestFirst().compare(KadKey.of(one), KadKey.of(other)));
  }

  @Test
  void neverHoldsItsOwner() {
    seen(0, 0);

    assertThat(table.size()).isZero();
  }

  @Test
  void aBucketHoldsTwentyPeersAndThoseThatWereSeenLatelyAreNotChecked() {
    List<Integer> peers = fill(0, 1_000);

    RoutingTable.Seen another = seen(peers.get(20), 1_000 + CHECK_AFTER_MS - 1);

    assertThat(another).isEqualTo(new RoutingTable.Seen(Outcome.FULL, Optional.empty()));
    assertThat(table.bucket(0)).hasSize(KadLimits.K).doesNotContain(Peers.peer(peers.get(20)));
  }

  @Test
  void theLeastRecentlySeenGivesWayWhenItFailsItsCheck() {
    List<Integer> peers = fill(0, 0);
    seen(peers.get(0), 10); // so the second is the oldest

    RoutingTable.Seen another = seen(peers.get(20), CHECK_AFTER_MS);
    table.failed(Peers.peer(peers.get(1)));

    assertThat(another.outcome()).isEqualTo(Outcome.WAITING);
    assertThat(another.check()).contains(Peers.contact(peers.get(1)));
    assertThat(table.bucket(0))
        .hasSize(KadLimits.K)
        .doesNotContain(Peers.peer(peers.get(1)))
        .endsWith(Peers.peer(peers.get(20)));
  }

  @Test
  void theLeastRecentlySeenStaysWhenItAnswers() {
    List<Integer> peers = fill(0, 0);
    seen(peers.get(20), CHECK_AFTER_MS);

    seen(peers.get(0), CHECK_AFTER_MS + 1);
    table.failed(Peers.peer(peers.get(1)));

    assertThat(table.bucket(0))
        .hasSize(KadLimits.K)
        .endsWith(Peers.peer(peers.get(0)))
        .doesNotContain(Peers.peer(peers.get(20)));
  }

  @Test
  void aBucketChecksOnePeerAtATimeHoweverManyWantToComeIn() {
    List<Integer> peers = fill(0, 0);

    Outcome first = seen(peers.get(20), CHECK_AFTER_MS).outcome();
    Outcome second = seen(peers.get(21), CHECK_AFTER_MS).outcome();

    assertThat(List.of(first, second)).containsExactly(Outcome.WAITING, Outcome.FULL);
  }

  @Test
  void whoDoesNotAnswerIsToldToNobodyAndGivesWayToAnyone() {
    List<Integer> peers = fill(0, 0);

    table.failed(Peers.peer(peers.get(5)));
    List<PeerId> told = nearest(0);
    Outcome another = seen(peers.get(20), 1).outcome();

    assertThat(told).hasSize(KadLimits.K - 1).doesNotContain(Peers.peer(peers.get(5)));
    assertThat(another).isEqualTo(Outcome.ADDED);
    assertThat(table.bucket(0)).doesNotContain(Peers.peer(peers.get(5)));
  }

  @Test
  void anOutageOfOurOwnEmptiesNothing() {
    for (int peer = 1; peer <= 10; peer++) {
      seen(peer, 0);
      table.failed(Peers.peer(peer));
    }

    List<Contact> seeds = table.seeds(Peers.key(100));
    seen(4, 1);

    assertThat(seeds).hasSize(10);
    assertThat(nearest(100)).containsExactly(Peers.peer(4));
    assertThat(table.seeds(Peers.key(100)).getFirst()).isEqualTo(Peers.contact(4));
  }

  @Test
  void whoDidNotAnswerForAnHourIsForgotten() {
    seen(1, 0);
    seen(2, 0);
    table.failed(Peers.peer(1));

    table.expire(KadTiming.DEFAULT.forgetMs() - 1);
    int before = table.size();
    table.expire(KadTiming.DEFAULT.forgetMs());

    assertThat(before).isEqualTo(2);
    assertThat(table.seeds(Peers.key(100))).containsExactly(Peers.contact(2));
  }

  @Test
  void whoServesOthersNoMoreLeaves() {
    seen(1, 0);

    table.remove(Peers.peer(1));

    assertThat(table.size()).isZero();
  }

  @Test
  void takesNewAddressesOfAPeerThatMoved() {
    seen(1, 0);
    Contact moved = Peers.contact(1).withAddresses(List.of(Peers.address(77)));

    Outcome outcome = table.seen(moved, List.of(), 1).outcome();

    assertThat(outcome).isEqualTo(Outcome.KNOWN);
    assertThat(table.seeds(Peers.key(1))).containsExactly(moved);
  }

  @Test
  void aBucketTakesTwoPeersOfOneSlash24AndSixOfOneSlash16() {
    List<Integer> peers = Peers.inBucket(0, 20);

    List<Outcome> narrow =
        List.of(
            seenFrom(peers.get(0), "8.8.8.1"),
            seenFrom(peers.get(1), "8.8.8.2"),
            seenFrom(peers.get(2), "8.8.8.3"));
    for (int i = 3; i < 20; i++) {
      seenFrom(peers.get(i), "8.8." + i + ".1");
    }

    assertThat(narrow).containsExactly(Outcome.ADDED, Outcome.ADDED, Outcome.CROWDED);
    assertThat(table.bucket(0)).hasSize(KadLimits.BUCKET_WIDE_MAX);
    assertThat(table.crowdedOut()).isEqualTo(14);
  }

  @Test
  void theTableTakesSixPeersOfOneSlash24WhateverTheirBuckets() {
    for (int bucket = 0; bucket < 6; bucket++) {
      for (int peer : Peers.inBucket(bucket, 2)) {
        seenFrom(peer, "8.8.8." + bucket);
      }
    }

    assertThat(table.size()).isEqualTo(KadLimits.TABLE_NARROW_MAX);
  }

  @Test
  void countsIp6BySlash48AndSlash32() {
    List<Integer> peers = Peers.inBucket(0, 20);

    List<Outcome> narrow =
        List.of(
            seenFrom(peers.get(0), "2a00:1450:1:1::1"),
            seenFrom(peers.get(1), "2a00:1450:1:2::1"),
            seenFrom(peers.get(2), "2a00:1450:1:3::1"));
    for (int i = 3; i < 20; i++) {
      seenFrom(peers.get(i), "2a00:1450:" + i + "::1");
    }

    assertThat(narrow).containsExactly(Outcome.ADDED, Outcome.ADDED, Outcome.CROWDED);
    assertThat(table.bucket(0)).hasSize(KadLimits.BUCKET_WIDE_MAX);
  }

  @Test
  void aPeerThatLeavesMakesRoomForItsNeighbour() {
    List<Integer> peers = Peers.inBucket(0, 4);
    seenFrom(peers.get(0), "8.8.8.1");
    seenFrom(peers.get(1), "8.8.8.2");

    table.remove(Peers.peer(peers.get(0)));
    Outcome moved = seenFrom(peers.get(1), "9.9.9.9");
    Outcome third = seenFrom(peers.get(2), "8.8.8.3");
    Outcome fourth = seenFrom(peers.get(3), "8.8.8.4");

    assertThat(List.of(moved, third, fourth))
        .containsExactly(Outcome.KNOWN, Outcome.ADDED, Outcome.ADDED);
  }

  @Test
  void sybilsOfOneNetworkGetNowhereHoweverMany() {
    for (int peer = 1; peer <= 10_000; peer++) {
      seenFrom(peer, "8.8." + peer % 256 + "." + peer / 256);
    }

    assertThat(table.size()).isLessThanOrEqualTo(KadLimits.TABLE_WIDE_MAX);
    for (int bucket = 0; bucket < KadKey.BITS; bucket++) {
      assertThat(table.bucket(bucket)).hasSizeLessThanOrEqualTo(KadLimits.BUCKET_WIDE_MAX);
    }
  }
}
