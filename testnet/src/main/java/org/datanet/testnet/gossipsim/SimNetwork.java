package org.datanet.testnet.gossipsim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.multiformats.Varint;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/**
 * Peers, the connections between them, and time. A connection keeps the order of what is sent on
 * it; each has a latency of its own. The same seed and the same peers give the same run.
 */
public final class SimNetwork {

  private static final long HEARTBEAT_MICROS = 1_000_000;

  private final Conditions conditions;
  private final SplittableRandom random;
  private final EventQueue events = new EventQueue();
  private final Map<PeerId, Place> places = new HashMap<>();
  private final List<Drop> drops = new ArrayList<>();
  private Observer observer = (from, to, rpc) -> {};
  private boolean lossy;

  /** Sees what arrives. */
  @FunctionalInterface
  interface Observer {
    void arrived(SimPeer from, SimPeer to, RPC rpc);
  }

  /**
   * @param latencyMinMicros of a connection, one way
   * @param latencyMaxMicros connections are spread evenly up to it
   * @param lossPpm messages in a million that get lost on a connection, once {@link #setLossy}
   */
  public record Conditions(long latencyMinMicros, long latencyMaxMicros, int lossPpm) {

    /** Links of the Internet, none of them lossy. */
    public static final Conditions INTERNET = new Conditions(5_000, 95_000, 0);

    public Conditions withLoss(int ppm) {
      return new Conditions(latencyMinMicros, latencyMaxMicros, ppm);
    }
  }

  /** A connection that one side ended. */
  public record Drop(long atMs, PeerId by, PeerId peer, String reason) {}

  public SimNetwork(Conditions conditions, long seed) {
    this.conditions = conditions;
    this.random = new SplittableRandom(seed);
  }

  /** Adds a peer; its heartbeats begin within a second. */
  public void add(SimPeer peer) {
    Place place = new Place(peer);
    places.put(peer.id(), place);
    peer.joined(place);
    events.in(random.nextLong(HEARTBEAT_MICROS), () -> beat(peer));
  }

  /** One dials the other. */
  public void connect(SimPeer from, SimPeer to) {
    place(from).connect(to);
  }

  public void runFor(long millis) {
    events.runUntil(events.nowMicros() + millis * 1_000);
  }

  public long nowMs() {
    return events.nowMicros() / 1_000;
  }

  long nowMicros() {
    return events.nowMicros();
  }

  void setObserver(Observer observer) {
    this.observer = observer;
  }

  /** From now on messages get lost, or no longer. */
  public void setLossy(boolean lossy) {
    this.lossy = lossy;
  }

  /** Connections that were ended, in order. */
  public List<Drop> drops() {
    return List.copyOf(drops);
  }

  public boolean areConnected(SimPeer a, SimPeer b) {
    return place(a).links.containsKey(b.id());
  }

  /** Bytes that a peer has sent, as its frames have them. */
  public long sentBytes(SimPeer peer) {
    return place(peer).sentBytes;
  }

  private void beat(SimPeer peer) {
    peer.onHeartbeat();
    events.in(HEARTBEAT_MICROS, () -> beat(peer));
  }

  private Place place(SimPeer peer) {
    Place place = places.get(peer.id());
    if (place == null) {
      throw new IllegalArgumentException("not in this network: " + peer.id());
    }
    return place;
  }

  /** One direction of a connection; it is over when its other end has forgotten it. */
  private static final class Link {
    final Place to;
    final long latencyMicros;

    Link(Place to, long latencyMicros) {
      this.to = to;
      this.latencyMicros = latencyMicros;
    }
  }

  private final class Place implements SimLinks {

    private final SimPeer peer;
    private final Map<PeerId, Link> links = new LinkedHashMap<>();
    private long sentBytes;

    Place(SimPeer peer) {
      this.peer = peer;
    }

    @Override
    public long nowMicros() {
      return events.nowMicros();
    }

    @Override
    public void in(long delayMicros, Runnable action) {
      events.in(delayMicros, action);
    }

    @Override
    public void send(SimPeer to, RPC rpc) {
      Link link = links.get(to.id());
      if (link == null) {
        return;
      }
      int bytes = rpc.getSerializedSize();
      sentBytes += bytes + Varint.sizeBytes(bytes);
      if (lossy && rpc.getPublishCount() > 0 && random.nextInt(1_000_000) < conditions.lossPpm) {
        return;
      }
      events.in(
          link.latencyMicros,
          () -> {
            if (links.get(to.id()) == link) {
              observer.arrived(peer, to, rpc);
              to.onRpc(peer, rpc);
            }
          });
    }

    @Override
    public void connect(SimPeer to) {
      if (to == peer || links.containsKey(to.id())) {
        return;
      }
      Place other = place(to);
      long latencyMicros =
          random.nextLong(conditions.latencyMinMicros, conditions.latencyMaxMicros + 1);
      links.put(to.id(), new Link(other, latencyMicros));
      other.links.put(peer.id(), new Link(this, latencyMicros));
      events.in(0, () -> peer.onConnected(to, true));
      events.in(0, () -> to.onConnected(peer, false));
    }

    @Override
    public void disconnect(SimPeer other, String reason) {
      Link link = links.remove(other.id());
      if (link != null) {
        drops.add(new Drop(nowMs(), peer.id(), other.id(), reason));
        link.to.links.remove(peer.id());
        events.in(0, () -> peer.onDisconnected(other));
        events.in(link.latencyMicros, () -> other.onDisconnected(peer));
      }
    }

    @Override
    public Collection<SimPeer> connected() {
      return links.values().stream().map(link -> link.to.peer).toList();
    }

    @Override
    public Optional<SimPeer> find(PeerId id) {
      return Optional.ofNullable(places.get(id)).map(place -> place.peer);
    }
  }
}
