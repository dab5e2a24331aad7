package org.datanet.node.libp2p.gossipsub;

import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.datanet.node.libp2p.multiformats.PeerId;

/** Where we publish to topics that we do not subscribe: v1.0 "Fanout maintenance". */
final class Fanouts {

  private final TreeMap<String, Fanout> byTopic = new TreeMap<>();

  /** The peers of a topic's fanout, which lives until then; the caller may add some. */
  Set<PeerId> use(String topic, long untilMs) {
    Fanout fanout = byTopic.computeIfAbsent(topic, any -> new Fanout());
    fanout.untilMs = untilMs;
    return fanout.peers;
  }

  void end(String topic) {
    byTopic.remove(topic);
  }

  void expire(long nowMs) {
    byTopic.values().removeIf(fanout -> fanout.untilMs <= nowMs);
  }

  void remove(PeerId peer) {
    byTopic.values().forEach(fanout -> fanout.peers.remove(peer));
  }

  void remove(PeerId peer, String topic) {
    Fanout fanout = byTopic.get(topic);
    if (fanout != null) {
      fanout.peers.remove(peer);
    }
  }

  void forEach(BiConsumer<String, Set<PeerId>> action) {
    byTopic.forEach((topic, fanout) -> action.accept(topic, fanout.peers));
  }

  private static final class Fanout {
    final TreeSet<PeerId> peers = new TreeSet<>();
    long untilMs;
  }
}
