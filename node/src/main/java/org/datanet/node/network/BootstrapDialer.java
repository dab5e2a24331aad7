package org.datanet.node.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Decides when to dial which bootstrap address. Knows neither time nor sockets: a dial is due where
 * too few peers are connected and the address's back-off has passed. Not safe for use by several
 * threads.
 */
final class BootstrapDialer {

  private static final long BACKOFF_FIRST_MS = 500;

  /** A network that comes back after an outage is found within half a minute. */
  private static final long BACKOFF_MAX_MS = 30_000;

  private final Map<String, Attempts> attempts = new TreeMap<>();
  private final int peersWanted;
  private final SplittableRandom random;

  BootstrapDialer(List<String> addresses, int peersWanted, long seed) {
    addresses.forEach(address -> attempts.put(address, new Attempts()));
    this.peersWanted = peersWanted;
    this.random = new SplittableRandom(seed);
  }

  /** Addresses to dial now; each is then under way until {@link #succeeded} or {@link #failed}. */
  List<String> due(int peersConnected, long nowMs) {
    List<String> due = new ArrayList<>();
    if (peersConnected < peersWanted) {
      attempts.forEach(
          (address, state) -> {
            if (!state.underWay && nowMs >= state.notBeforeMs) {
              state.underWay = true;
              due.add(address);
            }
          });
    }
    return due;
  }

  /**
   * The address answered: its back-off starts over, and a little wait keeps a flapping peer cheap.
   */
  void succeeded(String address, long nowMs) {
    settle(address, 0, nowMs);
  }

  void failed(String address, long nowMs) {
    Attempts state = attempts.get(address);
    if (state != null) {
      settle(address, state.failures + 1, nowMs);
    }
  }

  private void settle(String address, int failures, long nowMs) {
    Attempts state = attempts.get(address);
    if (state == null) {
      return;
    }
    state.underWay = false;
    state.failures = failures;
    long backoffMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS << Math.min(failures, 6));
    // Up to a quarter more, so that nodes that lost each other together do not return together.
    state.notBeforeMs = nowMs + backoffMs + random.nextLong(backoffMs / 4);
  }

  private static final class Attempts {
    boolean underWay;
    int failures;
    long notBeforeMs = Long.MIN_VALUE;
  }
}
