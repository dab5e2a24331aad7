package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams;
import org.junit.jupiter.api.Test;

/** What scores do in the router: v1.1 "Score Thresholds" and "Extended Validators". */
class StandingTest {

  private final RouterScript script = new RouterScript();

  @Test
  void aPeerBelowTheGraylistThresholdIsNotHeardAndLosesItsConnection() {
    script.run("join t", "connect A in", "recv A sub t", "rate A -80.1");

    assertThat(script.run("recv A msg t word")).isEmpty();
    assertThat(script.run("beat"))
        .containsExactly("disconnect A score -80.1: the application -80.1");
    assertThat(script.run("connect A in"))
        .containsExactly("disconnect A score -80.1: the application -80.1");
    assertThat(script.run("rate A -80", "connect A in")).containsExactly("A: sub t");
  }

  @Test
  void ownMessagesDoNotGoToPeersBelowThePublishThreshold() {
    script.run("join t", "connect A in", "recv A sub t", "connect B in", "recv B sub t");
    script.run("rate A -40.1", "rate B -40");

    assertThat(script.run("publish t mine")).containsExactly("B: msg t mine");
  }

  @Test
  void withoutFloodingTheyDoNotGoThereEither() {
    RouterScript quiet =
        new RouterScript(
            GossipParams.DEFAULT.with(new GossipParams.Options(false, 2, 16, 4_096, Set.of())));
    quiet.run("connect A in", "recv A sub t", "connect B in", "recv B sub t", "publish t first");
    quiet.run("rate A -40.1");

    assertThat(quiet.run("publish t second")).containsExactly("B: msg t second");
  }

  @Test
  void tenRejectedMessagesEndAConnection() {
    script.run("join t", "connect A in", "recv A sub t");
    List<String> last = List.of();
    for (int i = 0; i < 10; i++) {
      assertThat(last).isEmpty();
      script.run("recv A msg t bad" + i);
      last = script.run("reject t bad" + i);
    }
    assertThat(script.score("A")).isEqualTo(-80, within(1e-9));

    script.run("recv A msg t bad10");

    assertThat(script.run("reject t bad10"))
        .containsExactly("expel A score -96.8: rejected messages -96.8");
    assertThat(script.run("connect A in")).singleElement().asString().startsWith("expel A");
    assertThat(script.run("wait 600000", "beat", "connect A in")).containsExactly("A: sub t");
  }

  /** What is announced may be lost with its link; nobody is banned for that. */
  @Test
  void brokenPromisesEndAConnectionAndNoMore() {
    script.run("join t", "connect A out", "recv A sub t");
    for (int i = 0; i < 8; i++) {
      script.run("recv A ihave t lie" + i);
    }
    script.run("beat", "beat");

    assertThat(script.run("beat"))
        .contains("disconnect A score -160.0: breaches of the protocol -160.0");
  }

  /** Merits hold a peer's score up, and so it is not dropped; where it is, they are no excuse. */
  @Test
  void badLuckAndBadDeedsDoNotAddUpToAbuse() {
    script.run("join t", "connect A out", "recv A sub t");
    for (int i = 0; i < 6; i++) {
      script.run("recv A ihave t lie" + i);
    }
    for (int i = 0; i < 8; i++) {
      script.run("recv A msg t bad" + i, "reject t bad" + i);
    }
    script.run("beat", "beat");

    assertThat(script.run("beat"))
        .filteredOn(line -> line.contains(" A score"))
        .singleElement()
        .asString()
        .startsWith("disconnect A");
  }

  @Test
  void aPardonedPeerStartsAnew() {
    script.run("join t", "connect A in", "recv A sub t");
    for (int i = 0; i < 11; i++) {
      script.run("recv A msg t bad" + i, "reject t bad" + i);
    }

    script.run("pardon A");

    assertThat(script.score("A")).isZero();
    assertThat(script.run("connect A in")).containsExactly("A: sub t");
  }

  @Test
  void everyoneWhoSentARejectedMessagePaysForIt() {
    script.run("join t", "connect A out", "connect B out", "connect C out");

    script.run("recv A msg t bad", "recv B msg t bad", "reject t bad");

    assertThat(script.score("A")).isEqualTo(script.score("B")).isNegative();
    assertThat(script.score("C")).isZero();
    assertThat(script.counts("B").rejected()).isEqualTo(1);
  }

  @Test
  void anIgnoredMessageCostsNothing() {
    script.run("join t", "connect A out", "connect B out");

    for (int i = 0; i < 50; i++) {
      script.run("recv A msg t stale" + i, "recv B msg t stale" + i, "ignore t stale" + i);
    }

    assertThat(script.score("A")).isZero();
    assertThat(script.score("B")).isZero();
    assertThat(script.counts("A")).isEqualTo(new VerdictCounts(0, 50, 0));
  }

  @Test
  void theFirstWhoDeliversAnAcceptedMessageEarnsByIt() {
    script.run("join t", "connect A out", "connect B out");

    script.run("recv A msg t good", "recv B msg t good", "accept t good");

    assertThat(script.score("A")).isEqualTo(0.5);
    assertThat(script.score("B")).isZero();
  }

  @Test
  void framesThatAreNoRpcsEndAConnection() {
    script.run("join t", "connect A in");

    List<Action> actions = List.of();
    for (int i = 0; i < 4; i++) {
      actions = script.router.receivedMalformed(script.peer("A"), script.nowMs());
    }

    assertThat(actions).singleElement().isInstanceOf(Action.Disconnect.class);
  }

  @Test
  void aStormOfSubscriptionsAndPrunesIsHeardInPartAndCostsAPoint() {
    script.run("join t", "connect A in", "recv A sub t; graft t");
    String storm = "unsub t; sub t; ".repeat(600) + "prune t";

    script.run("recv A " + storm);

    assertThat(script.mesh("t")).isEmpty();
    script.run("wait 60000", "beat", "recv A graft t");
    for (int i = 0; i < 9; i++) {
      script.run("recv A " + storm, "beat");
    }
    assertThat(script.score("A")).isNegative();
  }

  // v1.1 "P₃ and P₃b: Mesh Message Delivery"

  @Test
  void aCopyCountsForTheMeshWhileTheMessageIsValidatedAndShortlyAfter() {
    RouterScript demanding = new RouterScript(GossipParams.DEFAULT, expecting(1));
    demanding.run("join t");
    for (String peer : List.of("A", "B", "C", "D", "E")) {
      demanding.run("connect " + peer + " out", "recv " + peer + " sub t; graft t");
      demanding.run("rate " + peer + " 10");
    }
    demanding.run("beat", "beat", "beat");
    assertThat(shortfall(demanding, "B")).isEqualTo(-1, within(1e-9));

    demanding.run("recv A msg t good", "recv B msg t good", "accept t good");
    demanding.run("wait 10", "recv C msg t good", "wait 1", "recv D msg t good");

    assertThat(shortfall(demanding, "A")).isEqualTo(0, within(1e-9));
    assertThat(shortfall(demanding, "B")).isEqualTo(0, within(1e-9));
    assertThat(shortfall(demanding, "C")).isEqualTo(0, within(1e-9));
    assertThat(shortfall(demanding, "D")).isEqualTo(-1, within(1e-9));
    assertThat(shortfall(demanding, "E")).isEqualTo(-1, within(1e-9));
  }

  @Test
  void sendingTheSameMessageTwiceIsOneDelivery() {
    RouterScript demanding = new RouterScript(GossipParams.DEFAULT, expecting(2));
    demanding.run("join t", "connect A out", "recv A sub t; graft t", "connect B out");
    demanding.run("recv B sub t; graft t", "rate A 10", "rate B 10", "beat", "beat", "beat");

    demanding.run("recv A msg t good", "recv B msg t good", "recv B msg t good", "accept t good");
    demanding.run("recv B msg t good", "recv B msg t good");

    // Two are wanted, the weight is -1/4.
    assertThat(shortfall(demanding, "B")).isEqualTo(-0.25, within(1e-9));
  }

  // v1.0 of the stream's protocol, and floodsub

  @Test
  void aPeerOfFloodsubGetsAllOfItsTopicsAndIsInNoMesh() {
    script.run("join t", "connect A out", "recv A sub t", "connect F out", "speaks F floodsub");
    script.run("recv F sub t", "beat");

    assertThat(script.mesh("t")).containsExactly("A");
    script.run("recv A msg t word");
    assertThat(script.run("accept t word")).containsExactly("F: msg t word");
    assertThat(script.run("recv F graft t; ihave t x; iwant word")).isEmpty();
    assertThat(script.run("publish t mine")).contains("F: msg t mine");
    assertThat(script.run("recv F msg t back")).containsExactly("deliver F t back");
  }

  @Test
  void aPeerThatTurnsOutToBeOfFloodsubLeavesTheMesh() {
    script.run("join t", "connect F out", "recv F sub t", "beat");

    script.run("speaks F floodsub");

    assertThat(script.mesh("t")).isEmpty();
  }

  private static double shortfall(RouterScript script, String peer) {
    return script.router.score(script.peer(peer)).meshDeliveries();
  }

  private static TopicRules expecting(int deliveries) {
    TopicScoreParams params =
        TopicRules.ANY_TRAFFIC.with(
            new TopicScoreParams.MeshDeliveries(
                -1.0 / (deliveries * deliveries), 0.999999, deliveries, deliveries, 2_000, 10),
            TopicScoreParams.MeshFailures.OFF);
    return new TopicRules(
        SignaturePolicy.STRICT_NO_SIGN,
        MessageIds.HASH_OF_DATA,
        Optional.of(
            new TopicScoreParams(
                1,
                new TopicScoreParams.TimeInMesh(0, 1_000, 0),
                new TopicScoreParams.FirstDeliveries(0, 0.5, 0),
                params.meshDeliveries(),
                params.meshFailures(),
                params.invalid())));
  }
}
