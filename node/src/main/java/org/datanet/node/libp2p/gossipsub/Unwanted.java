package org.datanet.node.libp2p.gossipsub;

import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * Messages that one peer has said it does not want: gossipsub v1.2 "IDONTWANT Message". The oldest
 * are forgotten by age and by number; forgetting one costs a duplicate.
 */
final class Unwanted {

  /** The heartbeat at which each is forgotten; they stand in that order. */
  private final LinkedHashMap<MessageId, Long> untilBeat = new LinkedHashMap<>();

  private long beat;

  void add(MessageId id, int heartbeats, int idsMax) {
    untilBeat.putIfAbsent(id, beat + heartbeats);
    if (untilBeat.size() > idsMax) {
      Iterator<MessageId> oldest = untilBeat.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  boolean contains(MessageId id) {
    return !untilBeat.isEmpty() && untilBeat.containsKey(id);
  }

  void onHeartbeat() {
    beat++;
    Iterator<Long> oldest = untilBeat.values().iterator();
    while (oldest.hasNext() && oldest.next() <= beat) {
      oldest.remove();
    }
  }

  int size() {
    return untilBeat.size();
  }
}
