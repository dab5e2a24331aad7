package org.datanet.node.libp2p.gossipsub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Messages that were announced and are missing. The first who announces one is asked at once;
 * whoever else does is asked at the next heartbeat where the message has not come by then. So a
 * message is fetched once where peers keep their word, and no peer can keep it from us by
 * announcing it first.
 */
final class Wanted {

  /** Later announcers of one message; they are asked, and make room, at the next heartbeat. */
  private static final int WAITING_MAX = 8;

  private final int messagesMax;
  private final Map<MessageRef, Asked> asked = new LinkedHashMap<>();

  Wanted(int messagesMax) {
    this.messagesMax = messagesMax;
  }

  /** True where this peer should be asked now. */
  boolean announced(MessageRef ref, PeerId by, long untilMs) {
    Asked known = asked.get(ref);
    if (known == null) {
      if (asked.size() >= messagesMax) {
        return false;
      }
      asked.put(ref, new Asked(by, untilMs));
      return true;
    }
    if (!known.peers.contains(by) && known.waiting.size() < WAITING_MAX) {
      known.waiting.add(by);
    }
    return false;
  }

  void arrived(MessageRef ref) {
    asked.remove(ref);
  }

  void disconnected(PeerId peer) {
    asked.values().forEach(wanted -> wanted.waiting.remove(peer));
  }

  /** Whom to ask now for what has not come; messages that nobody brought in time are given up. */
  Map<PeerId, List<MessageRef>> askOthers(long nowMs) {
    Map<PeerId, List<MessageRef>> others = new TreeMap<>();
    asked.forEach(
        (ref, wanted) -> {
          for (PeerId peer : wanted.waiting) {
            others.computeIfAbsent(peer, any -> new ArrayList<>()).add(ref);
          }
          wanted.peers.addAll(wanted.waiting);
          wanted.waiting.clear();
        });
    asked.values().removeIf(wanted -> wanted.untilMs <= nowMs);
    return others;
  }

  int size() {
    return asked.size();
  }

  private static final class Asked {
    final Set<PeerId> peers = new LinkedHashSet<>();
    final Set<PeerId> waiting = new LinkedHashSet<>();
    final long untilMs;

    Asked(PeerId first, long untilMs) {
      this.untilMs = untilMs;
      peers.add(first);
    }
  }
}
