package org.datanet.node.libp2p.gossipsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.Message;

/**
 * Accepted messages of the last heartbeats, to announce and to answer IWANT: gossipsub v1.0
 * "Message Cache". An id is kept once, for the topic it came in first.
 */
final class MessageCache {

  private final Map<MessageId, Entry> byId = new HashMap<>();
  private final Deque<Deque<MessageRef>> windows = new ArrayDeque<>();
  private final GossipParams.Lazy params;
  private final long bytesMax;
  private long bytes;

  MessageCache(GossipParams.Lazy params, long bytesMax) {
    this.params = params;
    this.bytesMax = bytesMax;
    windows.addFirst(new ArrayDeque<>());
  }

  void put(MessageRef ref, Message message) {
    if (byId.putIfAbsent(ref.id(), new Entry(message)) != null) {
      return;
    }
    windows.getFirst().addLast(ref);
    bytes += message.getSerializedSize();
    while (bytes > bytesMax) {
      removeOldest();
    }
  }

  /** The message for an IWANT, unless this peer has had it often enough. */
  Optional<Message> forRetransmission(MessageId id, PeerId peer, int retransmissionsMax) {
    Entry entry = byId.get(id);
    if (entry == null || entry.sentTo.merge(peer, 1, Integer::sum) > retransmissionsMax) {
      return Optional.empty();
    }
    return Optional.of(entry.message);
  }

  /** Ids to announce, newest window first. */
  List<MessageId> gossip(String topic) {
    List<MessageId> ids = new ArrayList<>();
    windows.stream()
        .limit(params.windowsGossiped())
        .flatMap(Deque::stream)
        .filter(ref -> ref.topic().equals(topic))
        .forEach(ref -> ids.add(ref.id()));
    return ids;
  }

  /** A heartbeat has passed. */
  void shift() {
    windows.addFirst(new ArrayDeque<>());
    if (windows.size() > params.windows()) {
      windows.removeLast().forEach(this::remove);
    }
  }

  long bytes() {
    return bytes;
  }

  private void removeOldest() {
    while (windows.getLast().isEmpty()) {
      windows.removeLast();
    }
    remove(windows.getLast().removeFirst());
  }

  private void remove(MessageRef ref) {
    Entry removed = byId.remove(ref.id());
    if (removed != null) {
      bytes -= removed.message.getSerializedSize();
    }
  }

  private static final class Entry {
    final Message message;
    final Map<PeerId, Integer> sentTo = new HashMap<>();

    Entry(Message message) {
      this.message = message;
    }
  }
}
