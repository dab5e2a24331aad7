package org.datanet.node.libp2p.jvm;

import io.libp2p.pubsub.gossip.GossipPeerScoreParams;
import io.libp2p.pubsub.gossip.GossipScoreParams;
import io.libp2p.pubsub.gossip.GossipTopicScoreParams;
import io.libp2p.pubsub.gossip.GossipTopicsScoreParams;
import java.time.Duration;
import java.util.Map;
import kotlin.Unit;
import org.datanet.node.libp2p.gossipsub.GossipLimits;
import org.datanet.node.libp2p.gossipsub.GossipParams;
import org.datanet.node.libp2p.gossipsub.PeerExchange;
import org.datanet.node.libp2p.gossipsub.score.ScoreParams;
import org.datanet.node.libp2p.gossipsub.score.TopicScoreParams;

/** Our parameters of gossip as jvm-libp2p's. */
final class GossipSettings {

  /** Fields of one RPC of each kind; a heartbeat's worth. */
  private static final int PUBLISHED_PER_RPC_MAX = 4_096;

  private GossipSettings() {}

  static io.libp2p.pubsub.gossip.GossipParams params(GossipParams ours, PeerExchange exchange) {
    GossipLimits limits = ours.limits();
    return io.libp2p.pubsub.gossip.GossipParams.builder()
        .D(ours.mesh().target())
        .DLow(ours.mesh().low())
        .DHigh(ours.mesh().high())
        .DScore(ours.mesh().score())
        .DOut(ours.mesh().outbound())
        .DLazy(ours.lazy().peersMin())
        .gossipFactor(ours.lazy().factor())
        .gossipHistoryLength(ours.lazy().windows())
        .gossipSize(ours.lazy().windowsGossiped())
        .heartbeatInterval(Duration.ofMillis(ours.timing().heartbeatMs()))
        .pruneBackoff(Duration.ofMillis(ours.timing().pruneBackoffMs()))
        .graftFloodThreshold(Duration.ofMillis(ours.timing().graftFloodMs()))
        .fanoutTTL(Duration.ofMillis(ours.timing().fanoutTtlMs()))
        .seenTTL(Duration.ofMillis(ours.timing().seenTtlMs()))
        .iWantFollowupTime(Duration.ofMillis(ours.timing().iwantFollowupMs()))
        .opportunisticGraftPeers(ours.options().opportunisticPeers())
        .opportunisticGraftTicks(
            (int) (ours.timing().opportunisticMs() / ours.timing().heartbeatMs()))
        .floodPublishMaxMessageSizeThreshold(ours.options().floodPublish() ? Integer.MAX_VALUE : 0)
        .iDontWantMinMessageSizeThreshold(ours.options().announceBytesMin())
        .maxGossipMessageSize(limits.sizes().rpcBytesMax())
        .maxPublishedMessages(PUBLISHED_PER_RPC_MAX)
        .maxTopicsPerPublishedMessage(1)
        .maxSubscriptions(limits.control().changesPerHeartbeatMax())
        .maxGraftMessages(limits.control().changesPerHeartbeatMax())
        .maxPruneMessages(limits.control().changesPerHeartbeatMax())
        .maxIHaveMessages(limits.control().ihavesPerHeartbeatMax())
        .maxIHaveLength(limits.control().idsPerHeartbeatMax())
        .maxIWantMessageIds(limits.control().idsPerHeartbeatMax())
        .maxIDontWantMessageIds(limits.control().dontWantIdsMax())
        .gossipRetransmission(limits.control().retransmissionsMax())
        .maxPeersSentInPruneMsg(ours.options().prunePeers())
        .maxPeersAcceptedInPruneMsg(limits.control().offeredPeersMax())
        .connectCallback(
            (peer, record) -> {
              // jvm-libp2p sends no records; who does has them read by our own gossip.
              exchange.introduced(JvmTypes.ours(peer));
              return Unit.INSTANCE;
            })
        .build();
  }

  /** Colocation is left out: jvm-libp2p exempts no addresses from it, not even loopback. */
  static GossipScoreParams scores(ScoreParams ours, TopicScoreParams topics) {
    GossipPeerScoreParams peers =
        GossipPeerScoreParams.builder()
            .topicScoreCap(ours.topicsMax())
            .behaviourPenaltyWeight(ours.behaviour().weight())
            .behaviourPenaltyThreshold(ours.behaviour().threshold())
            .behaviourPenaltyDecay(ours.behaviour().decay())
            .decayInterval(Duration.ofMillis(ours.decayIntervalMs()))
            .decayToZero(ours.decayToZero())
            .retainScore(Duration.ofMillis(ours.retainMs()))
            .build();
    return GossipScoreParams.builder()
        .peerScoreParams(peers)
        .topicsScoreParams(new GossipTopicsScoreParams(scores(topics), Map.of()))
        .gossipThreshold(ours.thresholds().gossip())
        .publishThreshold(ours.thresholds().publish())
        .graylistThreshold(ours.thresholds().graylist())
        .acceptPXThreshold(ours.thresholds().acceptPx())
        .opportunisticGraftThreshold(ours.thresholds().opportunisticGraft())
        .build();
  }

  /** Without P3 and P3b, which our topics do not use either. */
  private static GossipTopicScoreParams scores(TopicScoreParams ours) {
    return GossipTopicScoreParams.builder()
        .topicWeight(ours.weight())
        .timeInMeshWeight(ours.timeInMesh().weight())
        .timeInMeshQuantum(Duration.ofMillis(ours.timeInMesh().quantumMs()))
        .timeInMeshCap(ours.timeInMesh().max())
        .firstMessageDeliveriesWeight(ours.firstDeliveries().weight())
        .firstMessageDeliveriesDecay(ours.firstDeliveries().decay())
        .firstMessageDeliveriesCap(ours.firstDeliveries().max())
        .invalidMessageDeliveriesWeight(ours.invalid().weight())
        .invalidMessageDeliveriesDecay(ours.invalid().decay())
        .build();
  }
}
