package org.datanet.node.libp2p.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.datanet.node.libp2p.multiformats.PeerId;

/** Counts what is open with each peer against a bound. Safe for use by several threads. */
public final class PeerSlots {

  private final Map<PeerId, Integer> taken = new ConcurrentHashMap<>();
  private final int perPeerMax;

  public PeerSlots(int perPeerMax) {
    this.perPeerMax = perPeerMax;
  }

  public boolean tryTake(PeerId peer) {
    int now = taken.merge(peer, 1, Integer::sum);
    if (now > perPeerMax) {
      release(peer);
      return false;
    }
    return true;
  }

  /** Taken by the peer that has most. */
  public int most() {
    return taken.values().stream().mapToInt(count -> count).max().orElse(0);
  }

  public int perPeerMax() {
    return perPeerMax;
  }

  public void release(PeerId peer) {
    taken.computeIfPresent(peer, (any, count) -> count == 1 ? null : count - 1);
  }
}
