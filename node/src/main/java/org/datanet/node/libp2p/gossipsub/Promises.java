package org.datanet.node.libp2p.gossipsub;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Messages that peers announced, were asked for, and now have to send: v1.1 "Spam Protection
 * Measures". One id of each request is watched, so that a peer cannot know which one it may skip.
 * Whoever delivers the message fulfils the promise for all.
 */
final class Promises {

  private final int promisesMax;
  private final Map<MessageId, Map<PeerId, Long>> dueMs = new LinkedHashMap<>();
  private int count;

  Promises(int promisesMax) {
    this.promisesMax = promisesMax;
  }

  /** Over the bound nothing is watched: a peer is never blamed for what we cannot remember. */
  void add(MessageId id, PeerId peer, long untilMs) {
    if (count < promisesMax) {
      Map<PeerId, Long> promisers = dueMs.computeIfAbsent(id, any -> new TreeMap<>());
      if (promisers.putIfAbsent(peer, untilMs) == null) {
        count++;
      }
    }
  }

  void fulfilled(MessageId id) {
    Map<PeerId, Long> promisers = dueMs.remove(id);
    if (promisers != null) {
      count -= promisers.size();
    }
  }

  /** How many promises each peer has broken by now; they are forgotten. */
  Map<PeerId, Integer> broken(long nowMs) {
    Map<PeerId, Integer> broken = new TreeMap<>();
    Iterator<Map<PeerId, Long>> all = dueMs.values().iterator();
    while (all.hasNext()) {
      Map<PeerId, Long> promisers = all.next();
      promisers
          .entrySet()
          .removeIf(
              promise -> {
                boolean due = promise.getValue() <= nowMs;
                if (due) {
                  broken.merge(promise.getKey(), 1, Integer::sum);
                  count--;
                }
                return due;
              });
      if (promisers.isEmpty()) {
        all.remove();
      }
    }
    return broken;
  }

  int count() {
    return count;
  }
}
