package org.datanet.node.network;

/** Bounds of what others' words make this node look for. */
final class PeerRoutingLimits {

  /** Peers looked for at once because gossip named them: half of the lookups that may be. */
  static final int SEEKING_MAX = 2;

  /** A peer is looked for once in so long, ms, however often it is named. */
  static final long SEEK_AGAIN_MS = 600_000;

  /** Peers looked for in that time: two PRUNEs of sixteen peers. */
  static final int SOUGHT_MAX = 32;

  /** Between two wanderings, ms, where the last one met somebody new. */
  static final long WANDER_FIRST_MS = 5_000;

  /** Doubled for each that did not, up to this: a small network has no more peers to meet. */
  static final long WANDER_MAX_MS = 300_000;

  private PeerRoutingLimits() {}
}
