package org.datanet.node.libp2p.gossipsub.score;

/** Factors by which counters shrink at every interval. */
public final class Decay {

  private Decay() {}

  /** The factor that halves a counter in this time. */
  public static double halving(long halfLifeMs, long intervalMs) {
    if (intervalMs <= 0 || halfLifeMs < intervalMs) {
      throw new IllegalArgumentException("a half-life is at least one interval");
    }
    return Math.pow(0.5, (double) intervalMs / halfLifeMs);
  }

  static void requireFactor(double factor, String what) {
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException(what + " needs a decay within (0, 1), not " + factor);
    }
  }

  static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
