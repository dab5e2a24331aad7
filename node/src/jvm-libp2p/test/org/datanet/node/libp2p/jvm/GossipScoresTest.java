package org.datanet.node.libp2p.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.pubsub.gossip.DefaultGossipScore;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.datanet.node.libp2p.gossipsub.GossipParams;
import org.datanet.node.libp2p.gossipsub.TopicRules;
import org.datanet.node.libp2p.gossipsub.score.ScoreParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GossipScoresTest {

  private static final ScoreParams PARAMS = GossipParams.DEFAULT.score();
  private static final Multiaddr ADDRESS = new Multiaddr("/ip4/192.0.2.1/tcp/1");
  private static final PeerId ALICE = peer(1);

  private long nowMs = 1_000_000;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final DefaultGossipScore theirs =
      new DefaultGossipScore(
          GossipSettings.scores(PARAMS, TopicRules.ANY_TRAFFIC), executor, () -> nowMs);
  private final GossipScores scores = new GossipScores(theirs, 2);

  private static PeerId peer(int number) {
    byte[] id = new byte[34];
    id[1] = 32;
    id[33] = (byte) number;
    return new PeerId(id);
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private void meetBlameAndPart(int number, int times) {
    theirs.notifyConnected(peer(number), ADDRESS);
    for (int i = 0; i < times; i++) {
      scores.blame(peer(number));
    }
    nowMs++;
    theirs.notifyDisconnected(peer(number));
  }

  @Test
  void blamesUntilThePeerIsGraylisted() {
    theirs.notifyConnected(ALICE, ADDRESS);

    int times = 0;
    while (scores.of(ALICE) >= PARAMS.thresholds().graylist()) {
      assertThat(scores.blame(ALICE)).isTrue();
      times++;
    }

    assertThat(times).isBetween(2, 50);
  }

  @Test
  void remembersNobodyForBeingAskedAbout() {
    assertThat(scores.of(ALICE)).isZero();
    assertThat(scores.blame(ALICE)).isFalse();
    scores.pardon(ALICE);

    assertThat(theirs.getPeerScores()).isEmpty();
  }

  @Test
  void pardonsWhoIsGone() {
    theirs.notifyConnected(ALICE, ADDRESS);
    for (int i = 0; i < 50; i++) {
      scores.blame(ALICE);
    }
    theirs.notifyDisconnected(ALICE);
    assertThat(scores.of(ALICE)).isNegative();

    scores.pardon(ALICE);

    assertThat(scores.of(ALICE)).isZero();
    theirs.refreshScores();
    assertThat(theirs.getPeerScores()).isEmpty();
  }

  @Test
  void forgetsTheLeastBadWhereTooManyAreGone() {
    meetBlameAndPart(1, 9);
    meetBlameAndPart(2, 0);
    meetBlameAndPart(3, 20);
    meetBlameAndPart(4, 7);

    scores.tidy(Set.of(), nowMs);
    theirs.refreshScores();

    assertThat(theirs.getPeerScores()).containsOnlyKeys(peer(1), peer(3));
  }

  @Test
  void forgetsInTimeWhoWasCountedAfterItWasGone() {
    meetBlameAndPart(1, 1);
    theirs.notifyConnected(ALICE, ADDRESS);
    scores.tidy(Set.of(ALICE), nowMs); // its stream has ended, its connection not yet

    scores.tidy(Set.of(), nowMs);
    nowMs += 10 * PARAMS.retainMs();
    theirs.refreshScores();

    assertThat(theirs.getPeerScores()).isEmpty();
  }

  @Test
  void keepsTheScoreOfAPeerThatCameBack() {
    meetBlameAndPart(1, 1);
    theirs.notifyConnected(ALICE, ADDRESS);

    scores.tidy(Set.of(ALICE), nowMs);
    nowMs += 10 * PARAMS.retainMs();
    theirs.refreshScores();

    assertThat(theirs.getPeerScores()).containsOnlyKeys(ALICE);
  }
}
