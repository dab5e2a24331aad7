package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** IHAVE and IWANT. */
class LazyPullTest {

  private static final GossipLimits.Control LIMITS = GossipLimits.Control.DEFAULT;

  private final RouterScript script = new RouterScript();

  // v1.0 "Gossip", v1.1 "Adaptive Gossip Dissemination"

  @Test
  void announcesMessagesToPeersOutsideTheMeshForThreeHeartbeats() {
    script.run("join t");
    script.connect(6, "out", "sub t");
    script.run("beat", "connect Z in", "recv Z sub t", "recv p0 msg t news", "accept t news");

    for (int heartbeat = 0; heartbeat < 3; heartbeat++) {
      assertThat(script.run("beat")).containsExactly("Z: ihave t news");
    }
    assertThat(script.run("beat")).isEmpty();
  }

  @Test
  void gossipGoesToAQuarterOfManyPeersOutsideTheMesh() {
    script.run("join t");
    script.connect(46, "out", "sub t");
    script.run("beat", "recv p0 msg t news", "accept t news");

    assertThat(script.run("beat")).hasSize(10).allMatch(line -> line.endsWith(": ihave t news"));
  }

  @Test
  void answersIwantFiveHeartbeatsLongAndThreeTimesAPeer() {
    script.run("join t", "connect A out", "connect B out", "publish t mine");

    for (int i = 0; i < 3; i++) {
      assertThat(script.run("recv A iwant mine")).containsExactly("A: msg t mine");
    }
    assertThat(script.run("recv A iwant mine")).isEmpty();
    script.run("beat", "beat", "beat", "beat");
    assertThat(script.run("recv B iwant mine")).containsExactly("B: msg t mine");
    assertThat(script.run("beat", "recv B iwant mine")).isEmpty();
  }

  @Test
  void aPeerGraftedNowHearsWhatItMissedBefore() {
    script.run("join t", "connect A out", "publish t early", "recv A sub t");

    assertThat(script.run("beat")).containsExactly("A: graft t", "A: ihave t early");
    script.run("connect B in");
    assertThat(script.run("recv B sub t; graft t")).containsExactly("B: ihave t early");
  }

  @Test
  void asksOnePeerAtOnceAndTheOthersAtTheNextHeartbeatIfThatOneStaysSilent() {
    script.run("join t", "connect A out", "connect B out", "connect C out");

    assertThat(script.run("recv A ihave t lost,other")).containsExactly("A: iwant lost,other");
    assertThat(script.run("recv B ihave t lost,other", "recv C ihave t lost")).isEmpty();
    script.run("recv A msg t other");

    assertThat(script.run("beat")).containsExactly("B: iwant lost", "C: iwant lost");
    assertThat(script.run("recv A ihave t lost", "beat")).isEmpty();
    assertThat(script.run("recv C msg t lost")).containsExactly("deliver C t lost");
  }

  @Test
  void givesAMessageUpThatNobodyBringsInTimeAndAsksForItAnew() {
    script.run("join t", "connect A out", "connect B out", "recv A ihave t lost");
    script.run("beat", "beat", "beat");

    assertThat(script.run("recv B ihave t lost")).containsExactly("B: iwant lost");
  }

  @Test
  void doesNotAskForWhatItHasOrForTopicsItDoesNotFollow() {
    script.run("join t", "connect A out", "recv A msg t known");

    assertThat(script.run("recv A ihave t known; ihave u other")).isEmpty();
  }

  // v1.1 "Score Thresholds": GossipThreshold

  @Test
  void noGossipGoesToOrComesFromAPeerBelowTheGossipThreshold() {
    script.run("join t", "connect A out", "recv A sub t", "publish t mine");
    script.run("rate A -20.1");

    assertThat(script.run("beat")).isEmpty();
    assertThat(script.run("recv A ihave t other")).isEmpty();
    assertThat(script.run("recv A iwant mine")).isEmpty();
    script.run("rate A -20");
    assertThat(script.run("beat")).containsExactly("A: ihave t mine");
    assertThat(script.run("recv A ihave t other; iwant mine"))
        .containsExactly("A: msg t mine", "A: iwant other");
  }

  // v1.1 "Spam Protection Measures"

  @Test
  void hearsNoMoreIhavesAndIdsThanTheCaps() {
    script.run("join t", "connect A out");

    for (int i = 0; i < LIMITS.ihavesPerHeartbeatMax(); i++) {
      assertThat(script.run("recv A ihave t w" + i)).containsExactly("A: iwant w" + i);
    }
    assertThat(script.run("recv A ihave t eleventh")).isEmpty();
    script.run("beat");
    List<String> asked = script.run("recv A ihave t " + words("m", 6_000));
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().split(",")).hasSize(LIMITS.idsPerHeartbeatMax());
  }

  @Test
  void servesNoMoreIdsToOnePeerBetweenHeartbeatsThanTheCap() {
    script.run("join t", "connect A out", "publish t mine");
    script.run("recv A iwant " + words("none", LIMITS.idsPerHeartbeatMax()));

    assertThat(script.run("recv A iwant mine")).isEmpty();
    assertThat(script.run("beat", "recv A iwant mine")).containsExactly("A: msg t mine");
  }

  @Test
  void floodsOfAnnouncementsCostAPointInEachHeartbeatAndEndTheConnection() {
    script.run("join t", "connect A out");
    int flood = 10 * LIMITS.ihavesPerHeartbeatMax() + 1;
    for (int beat = 0; beat < 7; beat++) {
      for (int i = 0; i < 3 * flood; i++) {
        assertThat(script.run("recv A ihave other word")).isEmpty();
      }
      script.run("beat");
    }

    for (int i = 0; i < flood - 1; i++) {
      assertThat(script.run("recv A ihave other word")).isEmpty();
    }
    assertThat(script.run("recv A ihave other word"))
        .singleElement()
        .asString()
        .startsWith("expel A");
  }

  @Test
  void floodsOfRequestsCostAPointInEachHeartbeatAndEndTheConnection() {
    script.run("join t", "connect A out");
    String tenth = "recv A iwant " + words("none", LIMITS.idsPerHeartbeatMax());
    for (int beat = 0; beat < 7; beat++) {
      for (int i = 0; i < 11; i++) {
        assertThat(script.run(tenth)).isEmpty();
      }
      script.run("beat");
    }

    for (int i = 0; i < 10; i++) {
      assertThat(script.run(tenth)).isEmpty();
    }
    assertThat(script.run("recv A iwant none")).singleElement().asString().startsWith("expel A");
  }

  @Test
  void aPeerThatDoesNotSendWhatItAnnouncedPaysForItAfterTheFollowUpTime() {
    script.run("join t", "connect A out");
    for (int i = 0; i < 6; i++) {
      script.run("recv A ihave t lie" + i);
    }

    script.run("beat", "beat");
    assertThat(script.score("A")).isZero();
    script.run("beat");

    // Six promises broken, four are tolerated, the weight is -10; the last heartbeat decayed none.
    assertThat(script.score("A")).isEqualTo(-40);
  }

  @Test
  void onePromiseIsWatchedForEachRequestAndWhoeverDeliversFulfilsItForAll() {
    script.run("join t", "connect A out", "connect B out");
    for (int i = 0; i < 6; i++) {
      script.run("recv A ihave t word" + i);
      script.run("recv B msg t word" + i);
    }

    script.run("beat", "beat", "beat", "beat");

    assertThat(script.score("A")).isZero();
  }

  @Test
  void aPeerThatAnnouncesAndLeavesIsRememberedForIt() {
    script.run("join t", "connect A out");
    for (int i = 0; i < 7; i++) {
      script.run("recv A ihave t lie" + i);
    }
    script.run("leave A", "beat", "beat", "beat");

    assertThat(script.run("connect A out")).singleElement().asString().startsWith("disconnect A");
  }

  @Test
  void anAnnouncerOfLiesCannotKeepAMessageAway() {
    script.run("join t");
    script.connect(10, "in", "sub t");
    script.run("connect H in", "recv H sub t");
    for (int i = 0; i < 10; i++) {
      script.run("recv p" + i + " ihave t wanted");
    }

    // Ten announcers are all that is remembered at once; the honest one repeats it at a heartbeat.
    script.run("recv H ihave t wanted", "beat", "recv H ihave t wanted");

    assertThat(script.run("beat")).contains("H: iwant wanted");
    assertThat(script.run("recv H msg t wanted")).containsExactly("deliver H t wanted");
  }

  static String words(String prefix, int count) {
    return String.join(",", IntStream.range(0, count).mapToObj(i -> prefix + i).toList());
  }
}
