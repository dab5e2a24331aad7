package org.datanet.node.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The connections that ended last, so that people can see why. For any thread. */
final class RecentDrops {

  /** A screen or two. */
  static final int DROPS_MAX = 64;

  private final Deque<DroppedPeer> drops = new ArrayDeque<>();

  synchronized void add(DroppedPeer drop) {
    drops.addLast(drop);
    if (drops.size() > DROPS_MAX) {
      drops.removeFirst();
    }
  }

  /** The latest first. */
  synchronized List<DroppedPeer> latest() {
    List<DroppedPeer> latest = new ArrayList<>(drops);
    Collections.reverse(latest);
    return List.copyOf(latest);
  }
}
