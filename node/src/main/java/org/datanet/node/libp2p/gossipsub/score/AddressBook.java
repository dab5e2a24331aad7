package org.datanet.node.libp2p.gossipsub.score;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many connected peers share an IP address: P6. IPv6 counts by /64, which is the least that one
 * subscriber has.
 */
final class AddressBook {

  private final ScoreParams.Colocation params;
  private final Map<String, Integer> peersAt = new HashMap<>();

  AddressBook(ScoreParams.Colocation params) {
    this.params = params;
  }

  /** The place that an address counts for; empty where it is exempt. */
  Optional<String> place(InetAddress address) {
    return params.exempt().stream().anyMatch(block -> block.contains(address))
        ? Optional.empty()
        : Optional.of(AddressBlock.subscriber(address));
  }

  void enter(String place) {
    peersAt.merge(place, 1, Integer::sum);
  }

  void leave(String place) {
    peersAt.computeIfPresent(place, (key, peers) -> peers == 1 ? null : peers - 1);
  }

  /** Squared surplus of peers at a place. */
  double factor(String place) {
    double surplus = peersAt.getOrDefault(place, 0) - params.peersMax();
    return surplus > 0 ? surplus * surplus : 0;
  }

  int places() {
    return peersAt.size();
  }
}
