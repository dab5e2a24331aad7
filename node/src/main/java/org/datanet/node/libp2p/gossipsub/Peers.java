package org.datanet.node.libp2p.gossipsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.datanet.node.libp2p.multiformats.PeerId;

/** The peers that are connected and what they subscribe. */
final class Peers {

  private final TreeMap<PeerId, PeerState> states = new TreeMap<>();
  private final Map<String, TreeSet<PeerId>> byTopic = new TreeMap<>();

  void add(PeerId peer, boolean outbound) {
    remove(peer);
    states.put(peer, new PeerState(outbound));
  }

  /** The topics that the peer subscribed; empty where it was not here. */
  Collection<String> remove(PeerId peer) {
    PeerState state = states.remove(peer);
    if (state == null) {
      return List.of();
    }
    state.topics.forEach(topic -> removeSubscriber(topic, peer));
    return state.topics;
  }

  Optional<PeerState> find(PeerId peer) {
    return Optional.ofNullable(states.get(peer));
  }

  boolean contains(PeerId peer) {
    return states.containsKey(peer);
  }

  Collection<PeerId> all() {
    return states.keySet();
  }

  void forEach(BiConsumer<PeerId, PeerState> action) {
    states.forEach(action);
  }

  /** False where the peer subscribes as many topics as it may. */
  boolean subscribe(PeerId peer, PeerState state, String topic, int topicsMax) {
    if (!state.topics.contains(topic)) {
      if (state.topics.size() >= topicsMax) {
        return false;
      }
      state.topics.add(topic);
      byTopic.computeIfAbsent(topic, any -> new TreeSet<>()).add(peer);
    }
    return true;
  }

  void unsubscribe(PeerId peer, PeerState state, String topic) {
    if (state.topics.remove(topic)) {
      removeSubscriber(topic, peer);
    }
  }

  /** Subscribers that fit, in order; a list of the caller's own. */
  List<PeerId> subscribers(String topic, Predicate<PeerId> fits) {
    List<PeerId> fitting = new ArrayList<>();
    TreeSet<PeerId> all = byTopic.get(topic);
    if (all != null) {
      for (PeerId peer : all) {
        if (fits.test(peer)) {
          fitting.add(peer);
        }
      }
    }
    return fitting;
  }

  /** The largest of these figures; 0 without peers. */
  int largest(ToIntFunction<PeerState> figure) {
    return states.values().stream().mapToInt(figure).max().orElse(0);
  }

  boolean isOutbound(PeerId peer) {
    PeerState state = states.get(peer);
    return state != null && state.outbound;
  }

  /** True where the peer takes part in meshes: all do but those of floodsub. */
  boolean hasMesh(PeerId peer) {
    return protocol(peer).hasMesh();
  }

  Protocol protocol(PeerId peer) {
    PeerState state = states.get(peer);
    return state == null ? Protocol.V1_0 : state.protocol;
  }

  private void removeSubscriber(String topic, PeerId peer) {
    byTopic.computeIfPresent(
        topic,
        (key, subscribers) -> {
          subscribers.remove(peer);
          return subscribers.isEmpty() ? null : subscribers;
        });
  }
}
