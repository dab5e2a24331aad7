package org.datanet.node.libp2p.gossipsub;

import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * Messages that one peer has said it does not want: gossipsub v1.2 "IDONTWANT Message". The oldest
 * are forgotten by age and by number; forgetting one costs a duplicate.
 */
final class Unwanted {

  private final LinkedHashMap<MessageId, Integer> heartbeatsLeft = new LinkedHashMap<>();

  void add(MessageId id, int heartbeats, int idsMax) {
    heartbeatsLeft.putIfAbsent(id, heartbeats);
    if (heartbeatsLeft.size() > idsMax) {
      Iterator<MessageId> oldest = heartbeatsLeft.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  boolean contains(MessageId id) {
    return heartbeatsLeft.containsKey(id);
  }

  void onHeartbeat() {
    heartbeatsLeft.replaceAll((id, left) -> left - 1);
    heartbeatsLeft.values().removeIf(left -> left <= 0);
  }

  int size() {
    return heartbeatsLeft.size();
  }
}
