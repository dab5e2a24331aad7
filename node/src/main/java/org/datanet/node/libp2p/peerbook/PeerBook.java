package org.datanet.node.libp2p.peerbook;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.datanet.node.libp2p.host.Use;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.record.PeerRecord;

/**
 * The peers that this host has heard of. What a peer signed about itself outweighs what others say
 * of it, and an address that answered stands before one that never did. Any thread.
 */
public final class PeerBook {

  private static final Comparator<Entry> REACHED_FIRST =
      Comparator.<Entry>comparingLong(entry -> entry.lastReachedMs)
          .reversed()
          .thenComparingInt(entry -> entry.failures)
          .thenComparing(Comparator.<Entry>comparingLong(entry -> entry.lastSeenMs).reversed())
          .thenComparing(entry -> entry.peer);

  /** Of a peer that nobody here has seen. */
  private static final long NEVER_MS = 0;

  private final PeerId self;
  private final SplittableRandom random;
  private final Map<PeerId, Entry> peers = new HashMap<>();
  private final Map<PeerId, Ban> bans = new HashMap<>();

  /** As many as the host has connections; also peers of which no address is known. */
  private final Set<PeerId> connected = new HashSet<>();

  /**
   * @param seed of back-offs, so that peers that lost each other together do not return together
   */
  public PeerBook(PeerId self, long seed) {
    this.self = self;
    this.random = new SplittableRandom(seed);
  }

  private static final class Entry {
    final PeerId peer;

    /** The best first. */
    List<Multiaddr> addresses = List.of();

    Optional<ByteString> signedRecord = Optional.empty();
    long signedSeq = -1;
    long lastSeenMs;

    /** 0 for one that never was. */
    long lastReachedMs;

    int failures;
    long notBeforeMs = Long.MIN_VALUE;

    Entry(PeerId peer, long nowMs) {
      this.peer = peer;
      this.lastSeenMs = nowMs;
    }

    KnownPeer known() {
      return new KnownPeer(peer, addresses, signedRecord, lastSeenMs, lastReachedMs, failures);
    }
  }

  /** Takes up what was kept before. */
  public synchronized void restore(List<KnownPeer> kept, List<Ban> keptBans, long nowMs) {
    for (KnownPeer peer : kept) {
      learn(peer.peer(), peer.addresses(), peer.lastSeenMs());
      peer.signedRecord().ifPresent(envelope -> learnSigned(envelope, peer.lastSeenMs()));
      find(peer.peer()).ifPresent(entry -> restore(entry, peer));
    }
    keptBans.forEach(ban -> ban(ban, nowMs));
  }

  /** An address that answered is worth more than the record that does not name it. */
  private static void restore(Entry entry, KnownPeer kept) {
    entry.addresses = joined(worthDialling(kept.addresses()), entry.addresses);
    entry.lastReachedMs = kept.lastReachedMs();
    entry.failures = kept.failures();
  }

  /** Somebody says that the peer is there. New addresses go behind those that are known. */
  public synchronized void learn(PeerId peer, List<Multiaddr> addresses, long nowMs) {
    List<Multiaddr> worthDialling = worthDialling(addresses);
    if (peer.equals(self) || worthDialling.isEmpty()) {
      return;
    }
    Entry entry = entry(peer, nowMs);
    entry.addresses = joined(entry.addresses, worthDialling);
  }

  /**
   * Strangers say that the peer is there. Changes nothing about a peer that is known and takes
   * nobody's place; is dialled last and forgotten first.
   */
  public synchronized void hint(PeerId peer, List<Multiaddr> addresses) {
    if (find(peer).isEmpty() && peers.size() < PeerBookLimits.PEERS_MAX) {
      learn(peer, addresses, NEVER_MS);
    }
  }

  /**
   * The peer itself says where it is; an older word of its own than the one at hand is passed over.
   *
   * @return the record, where the envelope holds one that its peer signed and that is not older
   */
  public synchronized Optional<PeerRecord> learnSigned(ByteString envelope, long nowMs) {
    Optional<PeerRecord> opened =
        PeerRecord.open(envelope).filter(record -> !record.peer().equals(self));
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    PeerRecord record = opened.get();
    List<Multiaddr> addresses = worthDialling(record.addresses());
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    Entry entry = entry(record.peer(), nowMs);
    if (record.seq() < entry.signedSeq) {
      return Optional.empty();
    }
    if (record.seq() > entry.signedSeq) {
      entry.signedSeq = record.seq();
      entry.signedRecord = Optional.of(envelope);
      // What others said before may be long untrue.
      entry.addresses = joined(addresses, isConnected(entry) ? entry.addresses : List.of());
    }
    return opened;
  }

  /** A dial to the address led to the peer, which may be gone again by now. */
  public synchronized void reached(PeerId peer, Multiaddr address, long nowMs) {
    if (!peer.equals(self)) {
      Entry entry = entry(peer, nowMs);
      entry.addresses = joined(worthDialling(List.of(address.withoutPeerId())), entry.addresses);
      succeeded(entry, nowMs);
    }
  }

  /** The peer is connected, whoever dialled, until {@link #disconnected}. */
  public synchronized void connected(PeerId peer, long nowMs) {
    connected.add(peer);
    find(peer).ifPresent(entry -> succeeded(entry, nowMs));
  }

  private static void succeeded(Entry entry, long nowMs) {
    entry.failures = 0;
    entry.notBeforeMs = Long.MIN_VALUE;
    entry.lastSeenMs = nowMs;
    entry.lastReachedMs = nowMs;
  }

  private boolean isConnected(Entry entry) {
    return connected.contains(entry.peer);
  }

  public synchronized void disconnected(PeerId peer, long nowMs) {
    connected.remove(peer);
    find(peer)
        .ifPresent(
            entry -> {
              entry.lastSeenMs = nowMs;
              // A little wait keeps a flapping peer cheap.
              entry.notBeforeMs = nowMs + backoffMs(0);
            });
  }

  /** None of the peer's addresses answered. One that was never reached and fails is forgotten. */
  public synchronized void failed(PeerId peer, long nowMs) {
    find(peer)
        .ifPresent(
            entry -> {
              entry.failures++;
              entry.notBeforeMs = nowMs + backoffMs(entry.failures);
              if (entry.failures >= PeerBookLimits.FORGET_AFTER_FAILURES
                  && nowMs - entry.lastSeenMs >= PeerBookLimits.FORGET_AFTER_MS) {
                peers.remove(peer);
              }
            });
  }

  private long backoffMs(int failures) {
    long ms =
        Math.min(
            PeerBookLimits.BACKOFF_MAX_MS,
            PeerBookLimits.BACKOFF_FIRST_MS << Math.min(failures, 20));
    return ms + random.nextLong(ms / 4);
  }

  /**
   * Peers that may be dialled now: not connected, not banned, their back-off over; those reached
   * last first, then those that failed least.
   */
  public synchronized List<PeerId> toDial(Set<PeerId> excluded, int peersMax, long nowMs) {
    return peers.values().stream()
        .filter(entry -> !isConnected(entry) && nowMs >= entry.notBeforeMs)
        .filter(entry -> !entry.addresses.isEmpty() && !excluded.contains(entry.peer))
        .filter(entry -> ban(entry.peer, nowMs).isEmpty())
        .sorted(REACHED_FIRST)
        .limit(peersMax)
        .map(entry -> entry.peer)
        .toList();
  }

  /** Where the peer may be found, the best first; empty for one that is unknown. */
  public synchronized List<Multiaddr> addresses(PeerId peer) {
    return find(peer).map(entry -> entry.addresses).orElse(List.of());
  }

  /** The latest envelope that the peer signed about itself, to be passed on. */
  public synchronized Optional<ByteString> signedRecord(PeerId peer) {
    return find(peer).flatMap(entry -> entry.signedRecord);
  }

  public synchronized void ban(Ban ban, long nowMs) {
    bans.values().removeIf(other -> other.isOver(nowMs));
    if (ban.isOver(nowMs) || ban.peer().equals(self)) {
      return;
    }
    bans.put(ban.peer(), ban);
    if (bans.size() > PeerBookLimits.BANS_MAX) {
      bans.values().stream()
          .min(Comparator.comparingLong(Ban::untilMs).thenComparing(Ban::peer))
          .map(Ban::peer)
          .ifPresent(bans::remove);
    }
  }

  /** Whether there was a ban to lift. */
  public synchronized boolean unban(PeerId peer) {
    return bans.remove(peer) != null;
  }

  public synchronized Optional<Ban> ban(PeerId peer, long nowMs) {
    return Optional.ofNullable(bans.get(peer)).filter(ban -> !ban.isOver(nowMs));
  }

  /** In peer order. */
  public synchronized List<Ban> bans(long nowMs) {
    return bans.values().stream()
        .filter(ban -> !ban.isOver(nowMs))
        .sorted(Comparator.comparing(Ban::peer))
        .toList();
  }

  /** Everything, to be kept; in peer order. */
  public synchronized List<KnownPeer> peers() {
    return peers.values().stream()
        .sorted(Comparator.comparing(entry -> entry.peer))
        .map(Entry::known)
        .toList();
  }

  public synchronized int size() {
    return peers.size();
  }

  /** What peers can fill here, and how full it is. */
  public List<Use> uses() {
    return List.of(
        new Use("peers", "peers that we have heard of", this::size, PeerBookLimits.PEERS_MAX),
        new Use("bans", "peers that are banned", this::banCount, PeerBookLimits.BANS_MAX));
  }

  private synchronized int banCount() {
    return bans.size();
  }

  private Optional<Entry> find(PeerId peer) {
    return Optional.ofNullable(peers.get(peer));
  }

  private Entry entry(PeerId peer, long nowMs) {
    Entry known = peers.get(peer);
    if (known != null) {
      return known;
    }
    if (peers.size() >= PeerBookLimits.PEERS_MAX) {
      forgetOne();
    }
    Entry added = new Entry(peer, nowMs);
    peers.put(peer, added);
    return added;
  }

  /** Whoever is connected stays; a crowd of new names does not push out those that were reached. */
  private void forgetOne() {
    peers.values().stream()
        .filter(entry -> !isConnected(entry))
        .max(REACHED_FIRST)
        .ifPresent(entry -> peers.remove(entry.peer));
  }

  private static List<Multiaddr> joined(List<Multiaddr> first, List<Multiaddr> then) {
    LinkedHashSet<Multiaddr> all = new LinkedHashSet<>(first);
    all.addAll(then);
    return all.stream().limit(PeerBookLimits.ADDRESSES_MAX).toList();
  }

  private static List<Multiaddr> worthDialling(List<Multiaddr> addresses) {
    List<Multiaddr> worth = new ArrayList<>();
    for (Multiaddr address : addresses) {
      if (Reachability.isDiallable(address)) {
        worth.add(address.withoutPeerId());
      }
    }
    return worth;
  }
}
