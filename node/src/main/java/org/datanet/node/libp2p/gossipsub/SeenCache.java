package org.datanet.node.libp2p.gossipsub;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Messages met lately, oldest first; bounded by age and by number. */
final class SeenCache {

  private final LinkedHashMap<MessageRef, Long> expiresAtMs = new LinkedHashMap<>();
  private final long ttlMs;
  private final int entriesMax;

  SeenCache(long ttlMs, int entriesMax) {
    this.ttlMs = ttlMs;
    this.entriesMax = entriesMax;
  }

  /** True where the message is new; its time runs from the first sight. */
  boolean add(MessageRef ref, long nowMs) {
    if (expiresAtMs.putIfAbsent(ref, nowMs + ttlMs) != null) {
      return false;
    }
    if (expiresAtMs.size() > entriesMax) {
      removeOldest();
    }
    return true;
  }

  boolean contains(MessageRef ref) {
    return expiresAtMs.containsKey(ref);
  }

  void forget(MessageRef ref) {
    expiresAtMs.remove(ref);
  }

  void expire(long nowMs) {
    Iterator<Map.Entry<MessageRef, Long>> oldest = expiresAtMs.entrySet().iterator();
    while (oldest.hasNext() && oldest.next().getValue() <= nowMs) {
      oldest.remove();
    }
  }

  int size() {
    return expiresAtMs.size();
  }

  private void removeOldest() {
    Iterator<MessageRef> oldest = expiresAtMs.keySet().iterator();
    oldest.next();
    oldest.remove();
  }
}
