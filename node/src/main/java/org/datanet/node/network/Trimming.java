package org.datanet.node.network;

import java.util.Comparator;
import java.util.List;

/** Which connections to let go when there are too many. */
final class Trimming {

  /**
   * A connection as far as letting go is concerned.
   *
   * @param isProtected by configuration: never let go
   * @param worth what the peer has been good for; the least goes first
   */
  record Candidate<T>(
      T connection, boolean isProtected, boolean inbound, double worth, long ageMs) {}

  private Trimming() {}

  /**
   * None as long as there are at most {@code peersMost}; else as many as leave {@code peersKept},
   * if so many are old enough and unprotected. Of equal worth, those go that came to us by
   * themselves, and of these the youngest: an attacker's newcomers do not push out whom we chose or
   * know.
   */
  static <T> List<T> excess(List<Candidate<T>> all, ConnectionLimits limits) {
    if (all.size() <= limits.peersMost()) {
      return List.of();
    }
    return all.stream()
        .filter(candidate -> !candidate.isProtected() && candidate.ageMs() >= limits.graceMs())
        .sorted(
            Comparator.<Candidate<T>>comparingDouble(Candidate::worth)
                .thenComparing(candidate -> !candidate.inbound())
                .thenComparingLong(Candidate::ageMs))
        .limit(all.size() - limits.peersKept())
        .map(Candidate::connection)
        .toList();
  }
}
