package org.datanet.testnet.testplan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.gossipsub.GossipLimits;
import org.datanet.node.libp2p.gossipsub.GossipParams;

/**
 * Reads go-libp2p-pubsub's {@code GossipSubParams}, in which the plan gives them: durations are in
 * nanoseconds, and what is not given is as usual.
 */
final class PlanParams {

  /** What the plan's other nodes take. */
  static final int MESSAGE_BYTES_MAX = 10 << 20;

  /** A message's envelope, and what else rides in its frame. */
  private static final int ENVELOPE_BYTES = 64 << 10;

  /** Known, and about what our router does in its own way: when it begins and how it dials. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "HeartbeatInitialDelay",
          "SlowHeartbeatWarning",
          "Connectors",
          "MaxPendingConnections",
          "ConnectionTimeout",
          "DirectConnectTicks",
          "DirectConnectInitialDelay");

  private final JsonNode given;
  private final Set<String> unread = new TreeSet<>();

  private PlanParams(JsonNode given) {
    this.given = given;
    given.properties().stream()
        .filter(field -> !field.getValue().isNull())
        .map(Map.Entry::getKey)
        .filter(name -> !WITHOUT_EFFECT.contains(name))
        .forEach(unread::add);
  }

  static GossipParams read(JsonNode given) throws ScriptException {
    PlanParams params = new PlanParams(given);
    GossipParams read;
    try {
      read = params.read();
    } catch (IllegalArgumentException e) {
      throw new ScriptException("gossipSubParams: " + e.getMessage());
    }
    if (!params.unread.isEmpty()) {
      throw new ScriptException("unknown gossipSubParams: " + params.unread);
    }
    return read;
  }

  private GossipParams read() {
    GossipParams.Mesh mesh = GossipParams.Mesh.DEFAULT;
    GossipParams.Lazy lazy = GossipParams.Lazy.DEFAULT;
    GossipParams.Options options = GossipParams.Options.DEFAULT;
    return GossipParams.DEFAULT
        .with(
            new GossipParams.Mesh(
                integer("D", mesh.target()),
                integer("Dlo", mesh.low()),
                integer("Dhi", mesh.high()),
                integer("Dscore", mesh.score()),
                integer("Dout", mesh.outbound())))
        .with(
            new GossipParams.Lazy(
                integer("Dlazy", lazy.peersMin()),
                take("GossipFactor") ? given.get("GossipFactor").asDouble() : lazy.factor(),
                integer("HistoryLength", lazy.windows()),
                integer("HistoryGossip", lazy.windowsGossiped())))
        .with(timing())
        .with(
            new GossipParams.Options(
                options.floodPublish(),
                integer("OpportunisticGraftPeers", options.opportunisticPeers()),
                integer("PrunePeers", options.prunePeers()),
                integer("IDontWantMessageThreshold", options.announceBytesMin()),
                options.direct()))
        .with(limits());
  }

  private GossipParams.Timing timing() {
    GossipParams.Timing usual = GossipParams.Timing.DEFAULT;
    long heartbeatMs = millis("HeartbeatInterval", usual.heartbeatMs());
    return new GossipParams.Timing(
        heartbeatMs,
        millis("PruneBackoff", usual.pruneBackoffMs()),
        millis("UnsubscribeBackoff", usual.unsubscribeBackoffMs()),
        millis("GraftFloodThreshold", usual.graftFloodMs()),
        take("OpportunisticGraftTicks")
            ? heartbeatMs * given.get("OpportunisticGraftTicks").asLong()
            : usual.opportunisticMs(),
        millis("FanoutTTL", usual.fanoutTtlMs()),
        usual.seenTtlMs(),
        millis("IWantFollowupTime", usual.iwantFollowupMs()),
        usual.directConnectMs());
  }

  private GossipLimits limits() {
    GossipLimits.Sizes sizes = GossipLimits.Sizes.DEFAULT;
    GossipLimits.Control control = GossipLimits.Control.DEFAULT;
    return GossipLimits.DEFAULT
        .with(
            new GossipLimits.Sizes(
                MESSAGE_BYTES_MAX,
                MESSAGE_BYTES_MAX + ENVELOPE_BYTES,
                sizes.topicBytesMax(),
                sizes.idBytesMax()))
        .with(
            new GossipLimits.Control(
                control.topicsPerPeerMax(),
                control.changesPerHeartbeatMax(),
                integer("MaxIHaveMessages", control.ihavesPerHeartbeatMax()),
                integer("MaxIHaveLength", control.idsPerHeartbeatMax()),
                integer("MaxIDontWantMessages", control.dontWantsPerHeartbeatMax()),
                integer("MaxIDontWantLength", control.dontWantIdsMax()),
                integer("IDontWantMessageTTL", control.dontWantHeartbeats()),
                integer("GossipRetransmission", control.retransmissionsMax()),
                control.offeredPeersMax()));
  }

  private int integer(String name, int usual) {
    return take(name) ? given.get(name).asInt() : usual;
  }

  private long millis(String name, long usual) {
    return take(name) ? TimeUnit.NANOSECONDS.toMillis(given.get(name).asLong()) : usual;
  }

  /** Whether it is given. */
  private boolean take(String name) {
    return unread.remove(name);
  }
}
