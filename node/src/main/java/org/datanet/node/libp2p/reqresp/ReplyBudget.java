package org.datanet.node.libp2p.reqresp;

import java.util.HashMap;
import java.util.Map;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Bytes of replies that wait for peers to take them, against a bound for one peer and one for all:
 * who asks for much and reads nothing holds what it asked for in our memory. Safe for use by
 * several threads.
 */
final class ReplyBudget {

  private final long perPeerBytesMax;
  private final long totalBytesMax;
  private final Map<PeerId, Long> taken = new HashMap<>();
  private long totalBytes;

  ReplyBudget(long perPeerBytesMax, long totalBytesMax) {
    this.perPeerBytesMax = perPeerBytesMax;
    this.totalBytesMax = totalBytesMax;
  }

  /** False where the bytes do not fit; nothing is taken then. */
  synchronized boolean tryTake(PeerId peer, int bytes) {
    long ofPeer = taken.getOrDefault(peer, 0L) + bytes;
    if (ofPeer > perPeerBytesMax || totalBytes + bytes > totalBytesMax) {
      return false;
    }
    taken.put(peer, ofPeer);
    totalBytes += bytes;
    return true;
  }

  synchronized void release(PeerId peer, int bytes) {
    totalBytes -= bytes;
    taken.computeIfPresent(peer, (any, ofPeer) -> ofPeer == bytes ? null : ofPeer - bytes);
  }

  synchronized long totalBytes() {
    return totalBytes;
  }
}
