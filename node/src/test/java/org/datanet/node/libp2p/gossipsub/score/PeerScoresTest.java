package org.datanet.node.libp2p.gossipsub.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.FirstDeliveries;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.Invalid;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.MeshDeliveries;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.MeshFailures;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.TimeInMesh;
import org.junit.jupiter.api.Test;

/** Gossipsub v1.1 "The Score Function" and what follows it, part by part. */
class PeerScoresTest extends ScoreFixture {

  // P1: Time in Mesh

  @Test
  void timeInTheMeshGivesAPointAQuantumUpToItsCap() {
    topics.put("t", p1(new TimeInMesh(0.5, 2_000, 10)));
    PeerScores scores = withPeer();

    scores.grafted(peer, "t", 0);
    scores.refresh(0);
    beats(scores, 1, 7);
    assertThat(scores.score(peer)).isEqualTo(3 * 0.5, CLOSE);

    beats(scores, 8, 60);
    assertThat(scores.score(peer)).isEqualTo(10 * 0.5, CLOSE);
  }

  @Test
  void timeInTheMeshEndsWithThePruneAndStartsAgainWithTheGraft() {
    topics.put("t", p1(new TimeInMesh(1, 1_000, 100)));
    PeerScores scores = withPeer();
    scores.grafted(peer, "t", 0);
    scores.refresh(0);
    beats(scores, 1, 20);

    scores.pruned(peer, "t");
    assertThat(scores.score(peer)).isEqualTo(0, CLOSE);

    scores.grafted(peer, "t", 20_000);
    beats(scores, 21, 23);
    assertThat(scores.score(peer)).isEqualTo(3, CLOSE);
  }

  // P2: First Message Deliveries

  @Test
  void firstDeliveriesAreCountedUpToTheirCap() {
    topics.put("t", p2(new FirstDeliveries(2, 0.9, 5)));
    PeerScores scores = withPeer();

    repeat(3, () -> scores.firstDelivery(peer, "t"));
    assertThat(scores.score(peer)).isEqualTo(6, CLOSE);

    repeat(30, () -> scores.firstDelivery(peer, "t"));
    assertThat(scores.score(peer)).isEqualTo(10, CLOSE);
  }

  @Test
  void countersDecayAtEveryIntervalAndAreZeroBelowTheLimit() {
    topics.put("t", p2(new FirstDeliveries(1, 0.5, 100)));
    PeerScores scores = withPeer();
    scores.refresh(0);
    repeat(8, () -> scores.firstDelivery(peer, "t"));

    scores.refresh(999);
    assertThat(scores.score(peer)).isEqualTo(8, CLOSE);
    scores.refresh(3_000);
    assertThat(scores.score(peer)).isEqualTo(1, CLOSE);
    // 1/64 is above the limit of 0.01, 1/128 is below.
    scores.refresh(9_000);
    assertThat(scores.score(peer)).isEqualTo(1.0 / 64, CLOSE);
    scores.refresh(10_000);
    assertThat(scores.score(peer)).isEqualTo(0.0);
  }

  // P3: Mesh Message Deliveries

  @Test
  void tooFewDeliveriesInTheMeshCostTheSquareOfTheDeficit() {
    topics.put("t", p3(new MeshDeliveries(-1, 0.999999, 100, 10, 5_000, 10)));
    PeerScores scores = withPeer();
    scores.refresh(0);
    scores.grafted(peer, "t", 0);

    beats(scores, 1, 6);
    assertThat(scores.score(peer)).isEqualTo(-100, within(0.1));

    repeat(4, () -> scores.meshDelivery(peer, "t"));
    repeat(3, () -> scores.firstDelivery(peer, "t"));
    assertThat(scores.score(peer)).isEqualTo(-9, within(0.1));

    repeat(3, () -> scores.meshDelivery(peer, "t"));
    assertThat(scores.score(peer)).isEqualTo(0, within(0.1));
  }

  @Test
  void deliveriesAreNotExpectedBeforeTheActivationTimeHasPassed() {
    topics.put("t", p3(new MeshDeliveries(-1, 0.5, 100, 10, 5_000, 10)));
    PeerScores scores = withPeer();
    scores.refresh(0);
    scores.grafted(peer, "t", 0);

    beats(scores, 1, 5);
    assertThat(scores.score(peer)).isEqualTo(0.0);
    beats(scores, 6, 6);
    assertThat(scores.score(peer)).isEqualTo(-100, CLOSE);

    // A new GRAFT starts the activation anew.
    scores.pruned(peer, "t");
    scores.grafted(peer, "t", 6_000);
    beats(scores, 7, 11);
    assertThat(scores.report(peer).meshDeliveries()).isEqualTo(0, CLOSE);
  }

  @Test
  void deliveriesOfAPeerOutsideTheMeshDoNotCountForTheMesh() {
    topics.put("t", p3(new MeshDeliveries(-1, 0.999999, 100, 10, 0, 10)));
    PeerScores scores = withPeer();
    scores.refresh(0);

    repeat(20, () -> scores.meshDelivery(peer, "t"));
    scores.grafted(peer, "t", 0);
    beats(scores, 1, 1);

    assertThat(scores.score(peer)).isEqualTo(-100, CLOSE);
  }

  @Test
  void deliveriesInTheMeshAreCountedUpToTheirCap() {
    topics.put("t", p3(new MeshDeliveries(-1, 0.5, 16, 10, 0, 10)));
    PeerScores scores = withPeer();
    scores.refresh(0);
    scores.grafted(peer, "t", 0);

    repeat(1_000, () -> scores.meshDelivery(peer, "t"));
    beats(scores, 1, 1);

    // 16 halved is 8, two too few; a thousand halved would be enough.
    assertThat(scores.score(peer)).isEqualTo(-4, CLOSE);
  }

  // P3b: Mesh Message Delivery Failures

  @Test
  void aDeficitStaysWithAPeerThatIsPrunedWithIt() {
    topics.put(
        "t",
        NOTHING.with(new MeshDeliveries(-1, 0.999999, 100, 10, 0, 10), new MeshFailures(-2, 0.5)));
    PeerScores scores = withPeer();
    scores.refresh(0);
    scores.grafted(peer, "t", 0);
    repeat(7, () -> scores.meshDelivery(peer, "t"));
    beats(scores, 1, 1);

    scores.pruned(peer, "t");
    assertThat(scores.report(peer).meshDeliveries()).isEqualTo(0, CLOSE);
    assertThat(scores.score(peer)).isEqualTo(-2 * 9, within(0.1));

    beats(scores, 2, 2);
    assertThat(scores.score(peer)).isEqualTo(-9, within(0.1));
  }

  @Test
  void aPrunedPeerWithoutADeficitHasNoFailure() {
    topics.put(
        "t",
        NOTHING.with(new MeshDeliveries(-1, 0.5, 100, 10, 60_000, 10), new MeshFailures(-2, 0.5)));
    PeerScores scores = withPeer();
    scores.refresh(0);
    scores.grafted(peer, "t", 0);
    beats(scores, 1, 1);

    scores.pruned(peer, "t");
    scores.pruned(peer, "t");

    assertThat(scores.score(peer)).isEqualTo(0.0);
  }

  // P4: Invalid Messages

  @Test
  void invalidMessagesCostTheSquareOfTheirNumber() {
    topics.put("t", p4(new Invalid(-3, 0.5)));
    PeerScores scores = withPeer();
    scores.refresh(0);

    repeat(4, () -> scores.invalid(peer, "t", 0));
    assertThat(scores.score(peer)).isEqualTo(-3 * 16, CLOSE);

    beats(scores, 1, 1);
    assertThat(scores.score(peer)).isEqualTo(-3 * 4, CLOSE);
  }

  // P5: Application-Specific

  @Test
  void whatTheApplicationThinksOfAPeerIsWeighted() {
    params = params(0, 0.5);
    PeerScores scores = withPeer();

    app.put(peer, -30.0);
    assertThat(scores.score(peer)).isEqualTo(-15, CLOSE);
    app.put(peer, 8.0);
    assertThat(scores.score(peer)).isEqualTo(4, CLOSE);
  }

  // P7: Behavioural Penalty

  @Test
  void breachesAboveTheThresholdCostTheSquareOfTheExcess() {
    PeerScores scores = withPeer();
    scores.refresh(0);

    scores.penalty(peer, 2, 0);
    assertThat(scores.score(peer)).isEqualTo(0.0);
    scores.penalty(peer, 3, 0);
    // Two are tolerated, the weight is -10.
    assertThat(scores.score(peer)).isEqualTo(-10 * 9, CLOSE);

    beats(scores, 1, 1);
    assertThat(scores.score(peer)).isEqualTo(-10 * 0.25, CLOSE);
  }

  // The sum

  @Test
  void topicsAreMixedByWeightAndTheirSumIsCapped() {
    params = params(20, 1);
    topics.put("t", p2(new FirstDeliveries(1, 0.9, 100)));
    topics.put(
        "half",
        new TopicScoreParams(
            0.5,
            NO_P1,
            new FirstDeliveries(1, 0.9, 100),
            MeshDeliveries.OFF,
            MeshFailures.OFF,
            NO_P4));
    PeerScores scores = withPeer();

    repeat(10, () -> scores.firstDelivery(peer, "t"));
    repeat(10, () -> scores.firstDelivery(peer, "half"));
    assertThat(scores.score(peer)).isEqualTo(15, CLOSE);

    repeat(90, () -> scores.firstDelivery(peer, "t"));
    assertThat(scores.score(peer)).isEqualTo(20, CLOSE);
    app.put(peer, 7.0);
    assertThat(scores.score(peer)).isEqualTo(27, CLOSE);
  }

  @Test
  void aTopicWithoutParametersCountsForNothingAndIsNotRemembered() {
    PeerScores scores = withPeer();

    scores.invalid(peer, "made up", 0);
    scores.grafted(peer, "made up", 0);
    scores.invalid(peer(2), "made up", 0);

    assertThat(scores.report(peer)).isEqualTo(ScoreReport.UNKNOWN);
    assertThat(scores.size()).isEqualTo(1);
  }

  @Test
  void theReportTellsWhereAScoreComesFrom() {
    topics.put("t", p4(new Invalid(-1, 0.5)));
    PeerScores scores = withPeer();

    repeat(3, () -> scores.invalid(peer, "t", 0));
    scores.penalty(peer, 3, 0);

    assertThat(scores.report(peer).invalid()).isEqualTo(-9, CLOSE);
    assertThat(scores.report(peer).behaviour()).isEqualTo(-10, CLOSE);
    assertThat(scores.report(peer).explanation())
        .isEqualTo("score -19.0: rejected messages -9.0, breaches of the protocol -10.0");
  }
}
