package org.datanet.node.libp2p.gossipsub;

import java.util.Optional;
import org.datanet.node.libp2p.gossipsub.score.Decay;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams;

/**
 * What holds for the messages of a topic.
 *
 * @param score what behaviour in this topic is worth; empty where it counts for nothing
 */
public record TopicRules(
    SignaturePolicy signatures, MessageIds ids, Optional<TopicScoreParams> score) {

  /**
   * Scores of a topic of unknown traffic: no number of deliveries is expected of anybody;
   * docs/gossip.md explains each number.
   */
  public static final TopicScoreParams ANY_TRAFFIC =
      new TopicScoreParams(
          0.5,
          new TopicScoreParams.TimeInMesh(0.02, 1_000, 300),
          new TopicScoreParams.FirstDeliveries(1, Decay.halving(120_000, 1_000), 40),
          TopicScoreParams.MeshDeliveries.OFF,
          TopicScoreParams.MeshFailures.OFF,
          new TopicScoreParams.Invalid(-1.6, Decay.halving(300_000, 1_000)));

  /** Unsigned messages named by their data. */
  public static final TopicRules UNSIGNED =
      new TopicRules(
          SignaturePolicy.STRICT_NO_SIGN, MessageIds.HASH_OF_DATA, Optional.of(ANY_TRAFFIC));

  /** Messages signed by their authors, named by author and sequence number. */
  public static final TopicRules SIGNED =
      new TopicRules(
          SignaturePolicy.STRICT_SIGN, MessageIds.AUTHOR_AND_SEQNO, Optional.of(ANY_TRAFFIC));

  public TopicRules with(MessageIds other) {
    return new TopicRules(signatures, other, score);
  }

  public TopicRules with(TopicScoreParams other) {
    return new TopicRules(signatures, ids, Optional.of(other));
  }
}
