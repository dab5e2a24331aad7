package org.datanet.node.libp2p.gossipsub;

import java.util.Set;
import org.datanet.node.libp2p.gossipsub.score.AddressBlock;
import org.datanet.node.libp2p.gossipsub.score.Decay;
import org.datanet.node.libp2p.gossipsub.score.ScoreParams;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Parameters of a router; its bounds are {@link GossipLimits}. The overlay's are those that
 * gossipsub v1.0 "Parameters" and v1.1 "Overview of New Parameters" recommend.
 *
 * @param options what a node may do otherwise than others in the same network
 */
public record GossipParams(
    Mesh mesh, Lazy lazy, Timing timing, Options options, GossipLimits limits, ScoreParams score) {

  /** Nodes of one machine share it, and nobody else can have it. */
  public static final GossipParams DEFAULT =
      new GossipParams(
          Mesh.DEFAULT,
          Lazy.DEFAULT,
          Timing.DEFAULT,
          Options.DEFAULT,
          GossipLimits.DEFAULT,
          defaultScore());

  public GossipParams with(Mesh other) {
    return new GossipParams(other, lazy, timing, options, limits, score);
  }

  public GossipParams with(Lazy other) {
    return new GossipParams(mesh, other, timing, options, limits, score);
  }

  public GossipParams with(Timing other) {
    return new GossipParams(mesh, lazy, other, options, limits, score);
  }

  public GossipParams with(Options other) {
    return new GossipParams(mesh, lazy, timing, other, limits, score);
  }

  public GossipParams with(GossipLimits other) {
    return new GossipParams(mesh, lazy, timing, options, other, score);
  }

  public GossipParams with(ScoreParams other) {
    return new GossipParams(mesh, lazy, timing, options, limits, other);
  }

  /**
   * Degrees of a topic's mesh.
   *
   * @param target D
   * @param low D_lo: graft below it
   * @param high D_hi: prune above it
   * @param score D_score: best peers kept when pruning
   * @param outbound D_out: connections we dialled, so that inbound ones cannot take the mesh over
   */
  public record Mesh(int target, int low, int high, int score, int outbound) {

    public static final Mesh DEFAULT = new Mesh(6, 4, 12, 4, 2);

    /** No mesh at all: for a node that only introduces others to each other. */
    public static final Mesh NONE = new Mesh(0, 0, 0, 0, 0);

    public Mesh {
      boolean outboundFits = outbound == 0 || outbound < low && outbound <= target / 2;
      if (!outboundFits || low > target || target > high || score > target) {
        throw new IllegalArgumentException(
            "needs outbound < low <= target <= high, outbound <= target/2, score <= target");
      }
    }
  }

  /**
   * Gossip to those outside the mesh.
   *
   * @param peersMin D_lazy: fewest peers that gossip goes to
   * @param factor share of the peers outside the mesh that gossip goes to
   * @param windows mcache_len: heartbeats for which IWANT is answered
   * @param windowsGossiped mcache_gossip: heartbeats for which a message is announced
   */
  public record Lazy(int peersMin, double factor, int windows, int windowsGossiped) {

    public static final Lazy DEFAULT = new Lazy(6, 0.25, 5, 3);

    public Lazy {
      if (peersMin < 0 || !(factor >= 0 && factor <= 1)) {
        throw new IllegalArgumentException("needs peersMin >= 0 and a factor within [0, 1]");
      }
      if (windowsGossiped < 1 || windows < windowsGossiped) {
        throw new IllegalArgumentException("needs 1 <= windowsGossiped <= windows");
      }
    }
  }

  /**
   * @param heartbeatMs between two calls of {@link GossipRouter#heartbeat}
   * @param pruneBackoffMs during which neither side of a PRUNE grafts the other
   * @param unsubscribeBackoffMs the same after leaving a topic
   * @param graftFloodMs after a PRUNE, in which a GRAFT is twice as bad as later in the backoff
   * @param opportunisticMs between two looks for better peers than the mesh has
   * @param fanoutTtlMs after the last publication to a topic that we do not subscribe
   * @param seenTtlMs during which a message is not delivered twice
   * @param iwantFollowupMs within which a peer that announced a message has to send it
   * @param directConnectMs between two attempts to reach a peer of an explicit agreement
   */
  public record Timing(
      long heartbeatMs,
      long pruneBackoffMs,
      long unsubscribeBackoffMs,
      long graftFloodMs,
      long opportunisticMs,
      long fanoutTtlMs,
      long seenTtlMs,
      long iwantFollowupMs,
      long directConnectMs) {

    public static final Timing DEFAULT =
        new Timing(1_000, 60_000, 10_000, 10_000, 60_000, 60_000, 120_000, 3_000, 300_000);
  }

  /**
   * @param floodPublish send own messages to every subscriber known, not only to the mesh
   * @param opportunisticPeers grafted at once where a mesh is poor
   * @param prunePeers peers named in a PRUNE; 0 turns peer exchange off. More than D_hi, so that a
   *     pruned peer finds a whole mesh
   * @param announceBytesMin data from which on a message's arrival is told to the mesh by IDONTWANT
   * @param direct peers of explicit agreements: outside the mesh and never scored down
   */
  public record Options(
      boolean floodPublish,
      int opportunisticPeers,
      int prunePeers,
      int announceBytesMin,
      Set<PeerId> direct) {

    /** A duplicate of 4 KiB costs more than the notices to a mesh that would have prevented it. */
    public static final Options DEFAULT = new Options(true, 2, 16, 4 << 10, Set.of());

    public Options {
      direct = Set.copyOf(direct);
    }
  }

  /**
   * Scores by which ten invalid messages in a row, or seven breaches, end a connection;
   * docs/gossip.md explains each number.
   */
  private static ScoreParams defaultScore() {
    long intervalMs = 1_000;
    return new ScoreParams(
        new ScoreParams.Thresholds(-20, -40, -80, 5, 1),
        50,
        1,
        new ScoreParams.Colocation(-4, 8, AddressBlock.LOOPBACK),
        new ScoreParams.Behaviour(-10, 4, Decay.halving(60_000, intervalMs)),
        intervalMs,
        0.01,
        600_000,
        1_024);
  }
}
