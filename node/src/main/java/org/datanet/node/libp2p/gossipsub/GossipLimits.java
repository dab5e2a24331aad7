package org.datanet.node.libp2p.gossipsub;

/** Bounds on what peers can make a router hold and do. */
public record GossipLimits(Sizes sizes, Control control, Memory memory) {

  public static final GossipLimits DEFAULT =
      new GossipLimits(Sizes.DEFAULT, Control.DEFAULT, Memory.DEFAULT);

  public GossipLimits with(Sizes other) {
    return new GossipLimits(other, control, memory);
  }

  public GossipLimits with(Control other) {
    return new GossipLimits(sizes, other, memory);
  }

  public GossipLimits with(Memory other) {
    return new GossipLimits(sizes, control, other);
  }

  /**
   * @param messageBytesMax data of a message; a proposal of 16k operation ids is about 600 KB
   * @param rpcBytesMax a message of full size and its envelope must fit
   * @param topicBytesMax a topic's name; ours have under 64 bytes
   * @param idBytesMax a message's id; an author with a sequence number takes 46
   */
  public record Sizes(int messageBytesMax, int rpcBytesMax, int topicBytesMax, int idBytesMax) {

    public static final Sizes DEFAULT = new Sizes(1 << 20, (1 << 20) + (64 << 10), 256, 64);
  }

  /**
   * What is heard of one peer; the excess is not.
   *
   * @param topicsPerPeerMax subscriptions remembered
   * @param changesPerHeartbeatMax subscriptions, GRAFT and PRUNE entries; more cost a penalty point
   * @param ihavesPerHeartbeatMax IHAVE entries
   * @param idsPerHeartbeatMax ids asked of the peer, or sent to it on request, by IWANT
   * @param dontWantsPerHeartbeatMax IDONTWANT entries
   * @param dontWantIdsMax ids heard, and ids remembered, that the peer does not want
   * @param dontWantHeartbeats for which these are remembered
   * @param retransmissionsMax times that the peer gets the same message by IWANT
   * @param offeredPeersMax peers taken of one PRUNE
   */
  public record Control(
      int topicsPerPeerMax,
      int changesPerHeartbeatMax,
      int ihavesPerHeartbeatMax,
      int idsPerHeartbeatMax,
      int dontWantsPerHeartbeatMax,
      int dontWantIdsMax,
      int dontWantHeartbeats,
      int retransmissionsMax,
      int offeredPeersMax) {

    public static final Control DEFAULT =
        new Control(100, 1_000, 10, 5_000, 1_000, 4_096, 3, 3, 32);
  }

  /**
   * @param pendingMax messages in validation; over it new ones are dropped unseen and gossip may
   *     repair
   * @param pendingPerPeerMax the same for one peer, so that none takes all the room
   * @param pendingBytesMax data in validation
   * @param seenMax ids remembered: more than the message cache can bring back at 10k messages a
   *     second
   * @param cachedBytesMax data kept to answer IWANT
   * @param wantedMax messages asked for by IWANT at any moment
   * @param backoffsPerTopicMax peers that come and go under new names must not fill the memory
   * @param peersCountedMax peers whose counts of verdicts outlive their connection
   */
  public record Memory(
      int pendingMax,
      int pendingPerPeerMax,
      long pendingBytesMax,
      int seenMax,
      long cachedBytesMax,
      int wantedMax,
      int backoffsPerTopicMax,
      int peersCountedMax) {

    public static final Memory DEFAULT =
        new Memory(16_384, 4_096, 64L << 20, 250_000, 64L << 20, 16_384, 1_024, 1_024);
  }
}
