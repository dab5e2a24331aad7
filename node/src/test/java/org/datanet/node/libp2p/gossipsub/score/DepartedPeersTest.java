package org.datanet.node.libp2p.gossipsub.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.FirstDeliveries;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.Invalid;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.MeshDeliveries;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.MeshFailures;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.Test;

/** Gossipsub v1.1, "Retain Score": what a peer leaves behind when it goes. */
class DepartedPeersTest extends ScoreFixture {

  private static final Invalid INVALID = new Invalid(-1, 0.5);

  /** Only what is wrong with messages counts. */
  private static final TopicScoreParams BAD = p4(INVALID);

  /** That, and who was first to deliver one. */
  private static final TopicScoreParams GOOD_AND_BAD =
      new TopicScoreParams(
          1,
          NO_P1,
          new FirstDeliveries(1, 0.9, 100),
          MeshDeliveries.OFF,
          MeshFailures.OFF,
          INVALID);

  @Test
  void whatIsBadOutlivesTheConnectionWithoutDecayUntilItIsForgotten() {
    topics.put("t", BAD);
    PeerScores scores = withPeer();
    scores.refresh(0);
    repeat(4, () -> scores.invalid(peer, "t", 0));

    scores.disconnected(peer, 0);
    beats(scores, 1, 9);
    assertThat(scores.score(peer)).isEqualTo(-16, CLOSE);

    beats(scores, 10, 10);
    assertThat(scores.score(peer)).isEqualTo(0.0);
    assertThat(scores.size()).isZero();
  }

  @Test
  void aPeerThatReturnsInTimeHasItsBadScoreAndItDecaysAgain() {
    topics.put("t", BAD);
    PeerScores scores = withPeer();
    scores.refresh(0);
    repeat(4, () -> scores.invalid(peer, "t", 0));
    scores.disconnected(peer, 0);

    beats(scores, 1, 5);
    scores.connected(peer, Optional.empty());
    assertThat(scores.score(peer)).isEqualTo(-16, CLOSE);
    assertThat(scores.retained()).isZero();

    beats(scores, 6, 6);
    assertThat(scores.score(peer)).isEqualTo(-4, CLOSE);
  }

  @Test
  void whatIsGoodEndsWithTheConnectionAndDoesNotHideTheBad() {
    topics.put("t", GOOD_AND_BAD);
    PeerScores scores = withPeer();
    repeat(50, () -> scores.firstDelivery(peer, "t"));
    repeat(5, () -> scores.invalid(peer, "t", 0));
    assertThat(scores.score(peer)).isEqualTo(25, CLOSE);

    scores.disconnected(peer, 0);
    scores.connected(peer, Optional.empty());

    assertThat(scores.score(peer)).isEqualTo(-25, CLOSE);
  }

  @Test
  void aPeerThatLeavesTheMeshByLeavingTheNetworkTakesItsDeficitAlong() {
    topics.put(
        "t", NOTHING.with(new MeshDeliveries(-1, 0.5, 100, 4, 0, 10), new MeshFailures(-1, 0.999)));
    PeerScores scores = withPeer();
    scores.refresh(0);
    scores.grafted(peer, "t", 0);
    beats(scores, 1, 1);

    scores.disconnected(peer, 1_000);

    assertThat(scores.score(peer)).isEqualTo(-16, CLOSE);
  }

  @Test
  void nobodyEscapesAVerdictByLeavingBeforeIt() {
    topics.put("t", BAD);
    PeerScores scores = withPeer();
    scores.disconnected(peer, 0);

    scores.invalid(peer, "t", 0);
    scores.penalty(peer, 4, 0);

    assertThat(scores.score(peer)).isEqualTo(-1 - 10 * 4, CLOSE);
  }

  @Test
  void aPeerThatIsGoneEarnsNothing() {
    topics.put("t", GOOD_AND_BAD);
    PeerScores scores = withPeer();
    scores.invalid(peer, "t", 0);
    scores.disconnected(peer, 0);

    scores.firstDelivery(peer, "t");

    assertThat(scores.score(peer)).isEqualTo(-1, CLOSE);
  }

  @Test
  void ofTooManyDepartedPeersTheLeastBadAreForgotten() {
    topics.put("t", BAD);
    PeerScores scores = scores();
    PeerId worst = peer(1);
    scores.connected(worst, Optional.empty());
    repeat(9, () -> scores.invalid(worst, "t", 0));
    scores.disconnected(worst, 0);

    for (int i = 2; i <= 200; i++) {
      PeerId sybil = peer(i);
      scores.connected(sybil, Optional.empty());
      scores.invalid(sybil, "t", 0);
      scores.disconnected(sybil, 0);
    }

    assertThat(scores.retained()).isEqualTo(50);
    assertThat(scores.size()).isEqualTo(50);
    assertThat(scores.score(worst)).isEqualTo(-81, CLOSE);
  }
}
