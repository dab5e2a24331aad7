package org.datanet.node.network;

/** When to wander next: soon while it meets new peers, ever later while it does not. */
final class Wandering {

  private boolean underWay;
  private long pauseMs = PeerRoutingLimits.WANDER_FIRST_MS;
  private long notBeforeMs = Long.MIN_VALUE;

  /** Whether to begin now; {@link #ended} must follow then. */
  boolean begins(long nowMs) {
    if (underWay || nowMs < notBeforeMs) {
      return false;
    }
    underWay = true;
    return true;
  }

  void ended(boolean metSomebody, long nowMs) {
    underWay = false;
    pauseMs =
        metSomebody
            ? PeerRoutingLimits.WANDER_FIRST_MS
            : Math.min(PeerRoutingLimits.WANDER_MAX_MS, 2 * pauseMs);
    notBeforeMs = nowMs + pauseMs;
  }
}
