package org.datanet.node.libp2p.kad;

/**
 * Times, in milliseconds.
 *
 * @param refreshMs between two lookups of ourselves, and of each bucket (kad-dht, "Bootstrap")
 * @param joinMs between two lookups of ourselves while the table holds fewer than {@code k} peers
 *     and new ones come
 * @param walkMs between two random walks, so that they spread over the time between refreshes
 * @param requestMs for one request, its dial and handshake included
 * @param lookupMs for one lookup; it then ends with what it has
 * @param checkAfterMs of silence after which a peer may be checked to make room for another
 * @param forgetMs of silence after which a peer that did not answer is forgotten
 * @param idleStreamMs after which a stream that asks nothing more is reset
 * @param releaseMs after the last request over a connection that a lookup opened
 */
public record KadTiming(
    long refreshMs,
    long joinMs,
    long walkMs,
    long requestMs,
    long lookupMs,
    long checkAfterMs,
    long forgetMs,
    long idleStreamMs,
    long releaseMs) {

  public static final KadTiming DEFAULT =
      new KadTiming(600_000, 5_000, 30_000, 10_000, 30_000, 60_000, 3_600_000, 30_000, 30_000);

  /** The same, but for how soon a node that knows few looks again. */
  public KadTiming withJoinMs(long joinMs) {
    return new KadTiming(
        refreshMs,
        joinMs,
        walkMs,
        requestMs,
        lookupMs,
        checkAfterMs,
        forgetMs,
        idleStreamMs,
        releaseMs);
  }
}
