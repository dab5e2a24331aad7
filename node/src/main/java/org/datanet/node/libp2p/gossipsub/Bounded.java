package org.datanet.node.libp2p.gossipsub;

import java.util.function.LongSupplier;
import org.datanet.node.libp2p.host.Use;

/** What a router and its streams hold, each with its bound. */
public enum Bounded {
  SEEN("seen", "ids of messages met lately"),
  CACHED_BYTES("cached.bytes", "messages kept to answer IWANT"),
  VALIDATING("validating", "messages in validation"),
  VALIDATING_BYTES("validating.bytes", "bytes of messages in validation"),
  FIRST_COPIES("first.copies", "messages of which copies still count for P3"),
  WANTED("wanted", "messages asked for by IWANT"),
  PROMISES("promises", "requests that are to be answered in time"),
  BACKOFFS("backoffs", "peers backed off, in the topic that has most"),
  TOPICS("topics", "subscriptions of the peer that has most"),
  UNWANTED("unwanted", "ids that one peer does not want, of the peer that has most"),
  SCORES_RETAINED("scores.retained", "bad scores of departed peers"),
  PEERS_COUNTED("peers.counted", "peers whose verdicts are counted"),
  PUBLICATIONS_BYTES("publications.bytes", "own messages that wait for the router"),
  OUTBOX_BYTES("outbox.bytes", "what waits for one peer, of the peer that reads least");

  private final String label;
  private final String description;

  Bounded(String label, String description) {
    this.label = label;
    this.description = description;
  }

  /** How full it is, for those who watch. */
  public Use use(GossipParams params, LongSupplier used) {
    return new Use(label, description, used, max(params));
  }

  private long max(GossipParams params) {
    GossipLimits.Memory memory = params.limits().memory();
    GossipLimits.Control control = params.limits().control();
    return switch (this) {
      case SEEN -> memory.seenMax();
      case CACHED_BYTES -> memory.cachedBytesMax();
      case VALIDATING, FIRST_COPIES -> memory.pendingMax();
      case VALIDATING_BYTES -> memory.pendingBytesMax();
      case WANTED, PROMISES -> memory.wantedMax();
      case BACKOFFS -> memory.backoffsPerTopicMax();
      case TOPICS -> control.topicsPerPeerMax();
      case UNWANTED -> control.dontWantIdsMax();
      case SCORES_RETAINED -> params.score().retainedMax();
      case PEERS_COUNTED -> memory.peersCountedMax();
      case PUBLICATIONS_BYTES -> Publications.BYTES_MAX;
      case OUTBOX_BYTES -> Outbox.BYTES_MAX;
    };
  }
}
