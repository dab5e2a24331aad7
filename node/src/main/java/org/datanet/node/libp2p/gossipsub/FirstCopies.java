package org.datanet.node.libp2p.gossipsub;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Messages accepted a moment ago: a member of the mesh that brings a copy within the window of P3
 * has delivered, too, once. v1.1 "P₃ and P₃b: Mesh Message Delivery".
 */
final class FirstCopies {

  private final int messagesMax;
  private final Map<MessageRef, Copies> copies = new LinkedHashMap<>();

  FirstCopies(int messagesMax) {
    this.messagesMax = messagesMax;
  }

  void accepted(MessageRef ref, Collection<PeerId> senders, long untilMs) {
    if (copies.size() >= messagesMax) {
      Iterator<MessageRef> oldest = copies.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    copies.put(ref, new Copies(new TreeSet<>(senders), untilMs));
  }

  /** True where this copy counts for its sender. */
  boolean counts(MessageRef ref, PeerId sender, long nowMs) {
    Copies known = copies.get(ref);
    return known != null && nowMs <= known.untilMs && known.senders.add(sender);
  }

  void expire(long nowMs) {
    copies.values().removeIf(known -> known.untilMs < nowMs);
  }

  int size() {
    return copies.size();
  }

  private record Copies(Set<PeerId> senders, long untilMs) {}
}
