package org.datanet.node.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Decides when to dial which bootstrap addresses: those that name the same peer together, so that
 * the better ones can have a head start. Knows neither time nor sockets: a dial is due where the
 * peer behind the addresses is not connected and their back-off has passed. Not safe for use by
 * several threads.
 */
final class BootstrapDialer {

  private static final long BACKOFF_FIRST_MS = 500;

  /** A network that comes back after an outage is found within half a minute. */
  private static final long BACKOFF_MAX_MS = 30_000;

  private final Map<List<Multiaddr>, Attempts> attempts = new LinkedHashMap<>();
  private final SplittableRandom random;

  BootstrapDialer(List<Multiaddr> addresses, long seed) {
    Map<Object, List<Multiaddr>> byPeer = new LinkedHashMap<>();
    for (Multiaddr address : addresses) {
      Object peerOrItself = address.peerId().<Object>map(peer -> peer).orElse(address);
      byPeer.computeIfAbsent(peerOrItself, key -> new ArrayList<>()).add(address);
    }
    byPeer.values().forEach(of -> attempts.put(List.copyOf(of), new Attempts(of)));
    this.random = new SplittableRandom(seed);
  }

  /**
   * What to dial now: the addresses of a peer, or one that names none. Each entry is then under way
   * until {@link #succeeded} or {@link #failed}.
   */
  List<List<Multiaddr>> due(Set<PeerId> connected, long nowMs) {
    List<List<Multiaddr>> due = new ArrayList<>();
    attempts.forEach(
        (addresses, state) -> {
          boolean isConnected = state.peer.filter(connected::contains).isPresent();
          if (!isConnected && !state.underWay && nowMs >= state.notBeforeMs) {
            state.underWay = true;
            due.add(addresses);
          }
        });
    return due;
  }

  /** Whether one of the addresses leads to the peer, as far as that is known. */
  boolean names(PeerId peer) {
    return attempts.values().stream()
        .anyMatch(state -> state.peer.filter(peer::equals).isPresent());
  }

  /**
   * One of the addresses answered, and this peer is there: the back-off starts over, and a little
   * wait keeps a flapping peer cheap.
   */
  void succeeded(List<Multiaddr> addresses, PeerId peer, long nowMs) {
    Attempts state = attempts.get(addresses);
    if (state != null) {
      state.peer = Optional.of(peer);
      settle(state, 0, nowMs);
    }
  }

  void failed(List<Multiaddr> addresses, long nowMs) {
    Attempts state = attempts.get(addresses);
    if (state != null) {
      settle(state, state.failures + 1, nowMs);
    }
  }

  private void settle(Attempts state, int failures, long nowMs) {
    state.underWay = false;
    state.failures = failures;
    long backoffMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS << Math.min(failures, 6));
    // Up to a quarter more, so that nodes that lost each other together do not return together.
    state.notBeforeMs = nowMs + backoffMs + random.nextLong(backoffMs / 4);
  }

  private static final class Attempts {
    Optional<PeerId> peer;
    boolean underWay;
    int failures;
    long notBeforeMs = Long.MIN_VALUE;

    Attempts(List<Multiaddr> addresses) {
      this.peer = addresses.getFirst().peerId();
    }
  }
}
