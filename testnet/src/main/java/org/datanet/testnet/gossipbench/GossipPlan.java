package org.datanet.testnet.gossipbench;

/**
 * What is measured.
 *
 * @param nodes processes, 2 to 16: one publishes, all subscribe
 * @param bytes data of a message, 16 or more
 * @param perSecond messages published a second while latency is measured
 * @param warmUp messages before anything counts, so that code is compiled
 * @param freely messages of the measurement of throughput: published as fast as the slowest
 *     subscriber takes them
 * @param paced messages of the measurement of latency
 */
public record GossipPlan(int nodes, int bytes, int perSecond, int warmUp, int freely, int paced) {

  /** The data's header. */
  private static final int BYTES_MIN = 16;

  private static final int SECONDS = 10;

  public GossipPlan {
    if (nodes < 2 || nodes > 16) {
      throw new IllegalArgumentException("2 to 16 nodes, not " + nodes);
    }
    if (bytes < BYTES_MIN || bytes > 1 << 20) {
      throw new IllegalArgumentException("messages of 16 bytes to 1 MiB, not " + bytes);
    }
    if (perSecond < 1 || warmUp < 1 || freely < 2 || paced < 2) {
      throw new IllegalArgumentException("there must be messages to measure");
    }
  }

  /** Some seconds for each measurement, or a tenth of that. */
  public static GossipPlan of(int nodes, int bytes, int perSecond, boolean quick) {
    int share = quick ? 10 : 1;
    int all = 100_000 / Math.max(1, nodes - 1) / share;
    return new GossipPlan(
        nodes, bytes, perSecond, all / 2, all, Math.max(2, perSecond * SECONDS / share));
  }
}
