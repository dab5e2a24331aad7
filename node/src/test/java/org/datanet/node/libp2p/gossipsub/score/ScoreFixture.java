package org.datanet.node.libp2p.gossipsub.score;

import static org.assertj.core.api.Assertions.within;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.FirstDeliveries;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.Invalid;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.MeshDeliveries;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.MeshFailures;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams.TimeInMesh;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/** A score keeper, what it goes by, and peers to be scored. */
abstract class ScoreFixture {

  static final Offset<Double> CLOSE = within(1e-9);
  static final TimeInMesh NO_P1 = new TimeInMesh(0, 1, 0);
  static final FirstDeliveries NO_P2 = new FirstDeliveries(0, 0.5, 0);
  static final Invalid NO_P4 = new Invalid(0, 0.5);
  static final TopicScoreParams NOTHING =
      new TopicScoreParams(1, NO_P1, NO_P2, MeshDeliveries.OFF, MeshFailures.OFF, NO_P4);

  final Map<String, TopicScoreParams> topics = new HashMap<>();
  final Map<PeerId, Double> app = new HashMap<>();
  final PeerId peer = peer(1);
  ScoreParams params = params(0, 1);

  PeerScores scores() {
    return new PeerScores(
        params, topic -> Optional.ofNullable(topics.get(topic)), any -> app.getOrDefault(any, 0.0));
  }

  PeerScores withPeer() {
    PeerScores scores = scores();
    scores.connected(peer, Optional.empty());
    return scores;
  }

  static void beats(PeerScores scores, int firstSecond, int lastSecond) {
    for (int second = firstSecond; second <= lastSecond; second++) {
      scores.refresh(second * 1_000L);
    }
  }

  static void repeat(int times, Runnable action) {
    for (int i = 0; i < times; i++) {
      action.run();
    }
  }

  static ScoreParams params(double topicsMax, double appWeight) {
    return new ScoreParams(
        new ScoreParams.Thresholds(-20, -40, -80, 5, 1),
        topicsMax,
        appWeight,
        new ScoreParams.Colocation(-1, 3, List.of()),
        new ScoreParams.Behaviour(-10, 2, 0.5),
        1_000,
        0.01,
        10_000,
        50);
  }

  static TopicScoreParams p1(TimeInMesh part) {
    return new TopicScoreParams(1, part, NO_P2, MeshDeliveries.OFF, MeshFailures.OFF, NO_P4);
  }

  static TopicScoreParams p2(FirstDeliveries part) {
    return new TopicScoreParams(1, NO_P1, part, MeshDeliveries.OFF, MeshFailures.OFF, NO_P4);
  }

  static TopicScoreParams p3(MeshDeliveries part) {
    return NOTHING.with(part, MeshFailures.OFF);
  }

  static TopicScoreParams p4(Invalid part) {
    return new TopicScoreParams(1, NO_P1, NO_P2, MeshDeliveries.OFF, MeshFailures.OFF, part);
  }

  static Optional<InetAddress> ip(String multiaddr) {
    return Multiaddr.parse(multiaddr).ipAddress();
  }

  static PeerId peer(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    key[1] = (byte) (number >> 8);
    return PeerId.ofEd25519(key);
  }
}
