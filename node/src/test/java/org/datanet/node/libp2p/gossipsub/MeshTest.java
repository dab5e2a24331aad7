package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is in a mesh, and who may not be. */
class MeshTest {

  private final RouterScript script = new RouterScript();

  // v1.0 "Mesh maintenance"

  @Test
  void graftsUpToTheTargetDegreeAtTheHeartbeat() {
    script.run("join t");
    script.connect(20, "out", "sub t");

    List<String> grafts = script.run("beat");

    assertThat(grafts).hasSize(6).allMatch(line -> line.endsWith(": graft t"));
    assertThat(script.mesh("t")).hasSize(6);
    assertThat(script.run("beat")).isEmpty();
  }

  @Test
  void prunesToTheTargetDegree() {
    script.run("join t");
    script.connect(13, "out", "sub t; graft t");

    List<String> prunes = script.run("beat");

    assertThat(prunes).hasSize(7).allMatch(line -> line.contains(": prune t 60"));
    assertThat(script.mesh("t")).hasSize(6);
  }

  @Test
  void aGraftForAnUnknownTopicIsNotAnswered() { // v1.1 "Spam Protection Measures"
    assertThat(script.run("join t", "connect A in", "recv A sub u; graft u")).isEmpty();
  }

  @Test
  void aGraftWithoutASubscriptionIsPruned() {
    assertThat(script.run("join t", "connect A in", "recv A graft t"))
        .containsExactly("A: prune t 60");
  }

  // v1.1 "Outbound Mesh Quotas"

  @Test
  void keepsOutboundPeersWhenItPrunes() {
    script.run("join t");
    script.connect(11, "in", "sub t; graft t");
    script.run("connect A out", "recv A sub t; graft t", "connect B out", "recv B sub t; graft t");
    assertThat(script.mesh("t")).hasSize(13);

    script.run("beat");

    assertThat(script.mesh("t")).hasSize(6).contains("A", "B");
  }

  @Test
  void keepsOutboundPeersWhenItPrunesThoughOthersScoreBetter() {
    script.run("join t");
    script.connect(12, "in", "sub t; graft t");
    script.run("connect A out", "recv A sub t; graft t", "connect B out", "recv B sub t; graft t");
    for (int i = 0; i < 12; i++) {
      script.run("rate p" + i + " 10");
    }

    script.run("beat");

    assertThat(script.mesh("t")).hasSize(6).contains("A", "B");
  }

  @Test
  void graftsOutboundPeersWhereTheMeshHasTooFew() {
    script.run("join t");
    script.connect(6, "in", "sub t; graft t");
    script.run("connect A out", "recv A sub t", "connect B out", "recv B sub t");

    assertThat(script.run("beat")).containsExactlyInAnyOrder("A: graft t", "B: graft t");
  }

  @Test
  void aFullMeshTakesOnlyOutboundPeers() {
    script.run("join t");
    script.connect(12, "in", "sub t; graft t");
    script.run("connect A in", "connect B out");

    assertThat(script.run("recv A sub t; graft t"))
        .singleElement()
        .asString()
        .startsWith("A: prune t 60");
    assertThat(script.run("recv B sub t; graft t")).isEmpty();
    assertThat(script.mesh("t")).contains("B").doesNotContain("A");
  }

  // v1.1 "PRUNE Backoff and Peer Exchange"

  @Test
  void aGraftWithinTheBackoffIsPrunedAndProlongsIt() {
    script.run("join t", "connect A in", "recv A sub t; graft t", "recv A prune t 60");

    assertThat(script.run("wait 30000", "recv A graft t")).containsExactly("A: prune t 60");
    assertThat(script.run("wait 40000", "recv A graft t")).containsExactly("A: prune t 60");
    assertThat(script.run("wait 60000", "recv A graft t")).isEmpty();
    assertThat(script.mesh("t")).containsExactly("A");
  }

  @Test
  void doesNotGraftAPeerBeforeItsBackoffAndSlackHavePassed() {
    script.run("join t", "connect A in", "recv A sub t", "beat", "recv A prune t 5");

    assertThat(script.run("wait 4000", "beat")).isEmpty();
    assertThat(script.run("beat")).containsExactly("A: graft t");
  }

  @Test
  void aPruneWithoutABackoffMeansTheUsualOne() {
    script.run("join t", "connect A in", "recv A sub t", "beat", "recv A prune t");

    assertThat(script.run("wait 59000", "beat")).isEmpty();
    assertThat(script.run("beat")).containsExactly("A: graft t");
  }

  @Test
  void keepsTheBackoffOfATopicItLeftAndJoinsAgain() {
    script.run("join t", "connect A in", "recv A sub t", "beat");

    assertThat(script.run("quit t")).containsExactly("A: unsub t; prune t 10");
    assertThat(script.run("join t", "beat")).isEmpty();
    assertThat(script.run("wait 10000", "beat")).containsExactly("A: graft t");
  }

  @Test
  void aBackoffOutlivesTheConnection() {
    script.run("join t", "connect A in", "recv A sub t; graft t", "recv A prune t 60", "leave A");

    assertThat(script.run("connect A in", "recv A sub t; graft t"))
        .containsExactly("A: prune t 60");
  }

  @Test
  void graftsWithinTheBackoffCostMoreRightAfterThePruneAndEndTheConnection() {
    script.run("join t", "connect A in", "recv A sub t; graft t", "recv A prune t 60");
    script.run("connect B in", "recv B sub t; graft t", "recv B prune t 60");

    // A GRAFT in the first ten seconds counts two points, later ones one; four are tolerated.
    script.run("recv A graft t", "recv A graft t", "recv A graft t");
    assertThat(script.score("A")).isNegative();
    script.run("wait 11000", "recv B graft t");
    assertThat(script.score("B")).isZero();

    assertThat(script.run("recv A graft t"))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("expel A score -90.0: breaches of the protocol"));
  }

  @Test
  void namesOtherSubscribersInThePruneOfAFullMesh() {
    script.run("join t", "join u");
    script.connect(12, "in", "sub t; graft t");
    script.run("rate p3 -1", "connect C in", "recv C sub u", "connect A in");

    List<String> pruned = script.run("recv A sub t; graft t");

    assertThat(pruned).containsExactly("A: prune t 60 p0,p1,p10,p11,p2,p4,p5,p6,p7,p8,p9");
  }

  @Test
  void namesNobodyToAPeerInDisgraceOrInBackoffOrWhenItLeavesTheTopic() {
    script.run("join t");
    script.connect(12, "in", "sub t; graft t");
    script.run("connect A in", "rate A -1", "connect B in", "recv B sub t; prune t 60");

    assertThat(script.run("recv A sub t; graft t")).containsExactly("A: prune t 60");
    assertThat(script.run("recv B graft t")).containsExactly("B: prune t 60");
    assertThat(script.run("quit t")).contains("p1: unsub t; prune t 10");
  }

  @Test
  void believesWhomAWellReputedPeerNamesAndNobodyElse() {
    script.run("join t", "connect A in", "connect B in", "connect known in", "rate A 5");
    script.run("rate B 4.9");

    assertThat(script.run("recv A prune t 60 new,known,other"))
        .containsExactly("introduce A new,other");
    assertThat(script.run("recv B prune t 60 new,other")).isEmpty();
  }

  @Test
  void takesNoMorePeersOfAPruneThanTheCap() {
    script.run("join t", "connect A in", "rate A 100");
    String many =
        String.join(",", java.util.stream.IntStream.range(0, 100).mapToObj(i -> "x" + i).toList());

    String introduced = script.run("recv A prune t 60 " + many).getFirst();

    assertThat(introduced.split(",")).hasSize(GossipLimits.Control.DEFAULT.offeredPeersMax());
  }

  @Test
  void aPruneToAPeerOfVersionOneSaysNothingOfBackoffOrPeers() {
    script.run("join t");
    script.connect(12, "in", "sub t; graft t");
    script.run("connect A in", "speaks A 1.0");

    assertThat(script.run("recv A sub t; graft t")).containsExactly("A: prune t");
  }

  @Test
  void peerExchangeCanBeTurnedOff() {
    RouterScript alone =
        new RouterScript(
            GossipParams.DEFAULT.with(new GossipParams.Options(true, 2, 0, 4_096, Set.of())));
    alone.run("join t");
    alone.connect(12, "in", "sub t; graft t");
    alone.run("connect A in", "connect B in", "rate B 50");

    assertThat(alone.run("recv A sub t; graft t")).containsExactly("A: prune t 60");
    assertThat(alone.run("recv B prune t 60 new")).isEmpty();
  }

  // v1.1 "Heartbeat Maintenance"

  @Test
  void prunesWhoeverIsInDisgraceAndDoesNotGraftIt() {
    script.run("join t");
    script.connect(6, "out", "sub t");
    script.run("beat", "rate p2 -0.1");

    assertThat(script.run("beat")).containsExactly("p2: prune t 60");
    assertThat(script.run("rate p2 1", "recv p3 prune t", "recv p4 prune t", "beat")).isEmpty();
    script.run("rate p2 -1", "wait 60000");
    assertThat(script.run("beat")).noneMatch(line -> line.equals("p2: graft t"));
    assertThat(script.mesh("t")).doesNotContain("p2");
  }

  @Test
  void refusesTheGraftOfAPeerInDisgrace() {
    script.run("join t", "connect A in", "rate A -0.1");

    assertThat(script.run("recv A sub t; graft t")).containsExactly("A: prune t 60");
    assertThat(script.mesh("t")).isEmpty();
  }

  @Test
  void keepsTheBestPeersWhenItPrunes() {
    script.run("join t");
    script.connect(20, "out", "sub t; graft t");
    script.run("rate p4 1", "rate p9 2", "rate p11 3", "rate p17 4");

    script.run("beat");

    assertThat(script.mesh("t")).hasSize(6).contains("p4", "p9", "p11", "p17");
  }

  // v1.1 "Opportunistic Grafting"

  @Test
  void graftsTwoBetterPeersOnceAMinuteWhereHalfOfTheMeshIsPoor() {
    script.run("join t");
    script.connect(6, "out", "sub t; graft t");
    script.run("beat");
    for (String good : List.of("A", "B", "C")) {
      script.run("connect " + good + " in", "rate " + good + " 20", "recv " + good + " sub t");
    }
    script.run("connect D in", "recv D sub t", "rate D -1");
    for (int i = 0; i < 6; i++) {
      script.run("rate p" + i + " -0");
    }

    assertThat(script.run("wait 57000", "beat")).isEmpty();
    List<String> grafts = script.run("wait 1000", "beat");

    assertThat(grafts).hasSize(2).allMatch(line -> line.matches("[ABC]: graft t"));
    assertThat(script.run("beat")).isEmpty();
  }

  @Test
  void leavesAMeshAloneWhoseMedianIsGoodEnough() {
    script.run("join t");
    script.connect(6, "out", "sub t; graft t");
    script.run("connect A in", "rate A 20", "recv A sub t", "beat");
    for (int i = 0; i < 4; i++) {
      script.run("rate p" + i + " 2");
    }

    assertThat(script.run("wait 60000", "beat")).isEmpty();
  }

  // v1.1 "Explicit Peering Agreements"

  @Test
  void aPeerOfAnAgreementIsOutsideTheMeshAndGetsEverything() {
    RouterScript agreed =
        new RouterScript(
            GossipParams.DEFAULT.with(
                new GossipParams.Options(true, 2, 16, 4_096, Set.of(script.peer("D")))));
    agreed.run("join t", "connect D in", "connect A out", "recv A sub t");
    agreed.peer("D");
    agreed.run("recv D sub t", "rate D -1000", "beat");

    assertThat(agreed.mesh("t")).containsExactly("A");
    assertThat(agreed.run("recv D graft t")).containsExactly("D: prune t 60");
    agreed.run("recv A msg t one");
    assertThat(agreed.run("accept t one")).containsExactly("D: msg t one");
    assertThat(agreed.run("recv D msg t two")).containsExactly("deliver D t two");
  }

  @Test
  void asksForAConnectionToAPeerOfAnAgreementEveryFiveMinutes() {
    RouterScript agreed =
        new RouterScript(
            GossipParams.DEFAULT.with(
                new GossipParams.Options(true, 2, 16, 4_096, Set.of(script.peer("D")))));
    agreed.peer("D");

    assertThat(agreed.run("beat")).containsExactly("wanted D");
    assertThat(agreed.run("wait 298000", "beat")).isEmpty();
    assertThat(agreed.run("beat")).containsExactly("wanted D");
    agreed.run("connect D out");
    assertThat(agreed.run("wait 300000", "beat")).isEmpty();
  }

  // A mesh of none: v1.1 "Recommendations for Network Operators"

  @Test
  void aRouterWithoutAMeshOnlyIntroducesPeersToEachOther() {
    RouterScript bootstrapper = new RouterScript(GossipParams.DEFAULT.with(GossipParams.Mesh.NONE));
    bootstrapper.run("join t");
    bootstrapper.connect(3, "in", "sub t");

    assertThat(bootstrapper.run("beat")).isEmpty();
    assertThat(bootstrapper.run("recv p0 graft t")).containsExactly("p0: prune t 60 p1,p2");
  }
}
