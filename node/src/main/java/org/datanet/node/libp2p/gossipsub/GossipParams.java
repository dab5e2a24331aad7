package org.datanet.node.libp2p.gossipsub;

/**
 * Parameters of a router. The overlay's are those that gossipsub v1.1 recommends, "Overview of New
 * Parameters" and v1.0 "Parameters".
 *
 * @param floodPublish send own messages to every subscriber known, not only to the mesh
 */
public record GossipParams(Mesh mesh, Timing timing, Limits limits, boolean floodPublish) {

  public static final GossipParams DEFAULT =
      new GossipParams(Mesh.DEFAULT, Timing.DEFAULT, Limits.DEFAULT, true);

  /**
   * Degrees of a topic's mesh.
   *
   * @param target D
   * @param low D_lo: graft below it
   * @param high D_hi: prune above it
   * @param outbound D_out: connections we dialled, so that inbound ones cannot take the mesh over
   * @param lazy D_lazy: fewest peers that gossip goes to
   */
  public record Mesh(int target, int low, int high, int outbound, int lazy) {

    public static final Mesh DEFAULT = new Mesh(6, 4, 12, 2, 6);

    public Mesh {
      if (outbound >= low || outbound > target / 2 || low > target || target > high) {
        throw new IllegalArgumentException(
            "needs outbound < low <= target <= high, outbound <= target/2");
      }
    }
  }

  /**
   * @param heartbeatMs between two calls of {@link GossipRouter#heartbeat}
   * @param pruneBackoffMs during which neither side of a PRUNE grafts the other
   * @param unsubscribeBackoffMs the same after leaving a topic
   * @param fanoutTtlMs after the last publication to a topic that we do not subscribe
   * @param seenTtlMs during which a message is not delivered twice
   * @param iwantFollowupMs after which another peer is asked for a message that the first did not
   *     send
   * @param graylistMs during which a peer with too many rejects is ignored
   */
  public record Timing(
      long heartbeatMs,
      long pruneBackoffMs,
      long unsubscribeBackoffMs,
      long fanoutTtlMs,
      long seenTtlMs,
      long iwantFollowupMs,
      long graylistMs) {

    public static final Timing DEFAULT =
        new Timing(1_000, 60_000, 10_000, 60_000, 120_000, 3_000, 600_000);
  }

  /**
   * @param messageBytesMax data of a message; a proposal of 16k operation ids is about 600 KB
   * @param rpcBytesMax a message of full size and its envelope must fit
   * @param topicBytesMax a topic's name; ours have under 64 bytes
   * @param topicsPerPeerMax subscriptions remembered of a peer; more are not heard
   * @param controlEntriesMax subscriptions, IHAVE, IWANT, GRAFT and PRUNE entries heard of one RPC
   * @param idsPerHeartbeatMax ids that one peer may announce to us, or ask of us, between
   *     heartbeats
   * @param ihavesPerHeartbeatMax IHAVE entries heard of one peer between heartbeats
   * @param retransmissionsMax times that one peer gets the same message by IWANT
   * @param pendingMax messages in validation; over it new ones are dropped unseen and gossip may
   *     repair
   * @param pendingPerPeerMax the same for one peer, so that none takes all the room
   * @param pendingBytesMax data in validation
   * @param seenMax ids remembered: more than the message cache can bring back at 10k messages a
   *     second
   * @param cachedBytesMax data kept to answer IWANT
   * @param rejectsMax strikes that graylist a peer; they halve every minute
   * @param peersRememberedMax peers whose counts outlive their connection
   */
  public record Limits(
      int messageBytesMax,
      int rpcBytesMax,
      int topicBytesMax,
      int topicsPerPeerMax,
      int controlEntriesMax,
      int idsPerHeartbeatMax,
      int ihavesPerHeartbeatMax,
      int retransmissionsMax,
      int pendingMax,
      int pendingPerPeerMax,
      long pendingBytesMax,
      int seenMax,
      long cachedBytesMax,
      int rejectsMax,
      int peersRememberedMax) {

    public static final Limits DEFAULT =
        new Limits(
            1 << 20,
            (1 << 20) + (64 << 10),
            256,
            100,
            1_000,
            5_000,
            10,
            3,
            16_384,
            4_096,
            64L << 20,
            250_000,
            64L << 20,
            64,
            1_024);
  }
}
