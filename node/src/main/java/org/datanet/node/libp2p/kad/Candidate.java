package org.datanet.node.libp2p.kad;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datanet.node.libp2p.multiformats.Multiaddr;

/**
 * A peer that a lookup has heard of: where it is said to be, who says so, and how much the word of
 * the peer itself is worth.
 */
final class Candidate {

  final KadKey key;

  /** Answers that led to it: 0 for one that was known before. */
  final int steps;

  /** How many say so of each address; who said it first comes first among equals. */
  private final Map<Multiaddr, Integer> sayers = new LinkedHashMap<>();

  private final Set<Multiaddr> tried = new HashSet<>();
  private final List<Candidate> tellers = new ArrayList<>();
  private Optional<Candidate> charged = Optional.empty();
  private int trust = KadLimits.TRUST_FIRST;
  private Contact asked;
  private State state = State.WAITING;
  private int attempts;

  enum State {
    WAITING,
    ASKED,
    ANSWERED,
    FAILED
  }

  Candidate(Contact contact, int steps) {
    this.key = contact.key();
    this.steps = steps;
    this.asked = contact;
    learn(contact.addresses());
  }

  State state() {
    return state;
  }

  /** Where it was asked last. */
  Contact asked() {
    return asked;
  }

  /** Another names it, perhaps at addresses that were not tried yet. */
  void told(Candidate teller, List<Multiaddr> addresses) {
    if (tellers.size() < KadLimits.TELLERS_MAX) {
      tellers.add(teller);
    }
    learn(addresses);
    boolean again = state == State.FAILED && mayTryAgain();
    state = again ? State.WAITING : state;
  }

  private void learn(List<Multiaddr> addresses) {
    for (Multiaddr address : addresses) {
      if (sayers.size() < KadLimits.LOOKUP_ADDRESSES_MAX || sayers.containsKey(address)) {
        sayers.merge(address, 1, Integer::sum);
      }
    }
  }

  private boolean mayTryAgain() {
    return attempts < KadLimits.ATTEMPTS_MAX && tried.size() < sayers.size();
  }

  /** True where it was known before, or where one of those who named it still has credit. */
  boolean isBelieved() {
    return steps == 0 || tellers.stream().anyMatch(teller -> teller.trust > 0);
  }

  /** On the credit of whoever of its tellers has most; gives where to ask. */
  Contact ask() {
    if (steps > 0) {
      charged = tellers.stream().max(Comparator.comparingInt(teller -> teller.trust));
      charged.ifPresent(teller -> teller.trust--);
    }
    List<Multiaddr> next =
        mostSaid().stream()
            .filter(address -> !tried.contains(address))
            .limit(KadLimits.ADDRESSES_MAX)
            .toList();
    tried.addAll(next);
    asked = asked.withAddresses(next);
    attempts++;
    state = State.ASKED;
    return asked;
  }

  void answered() {
    charged.ifPresent(teller -> teller.trust += KadLimits.TRUST_GAIN);
    charged = Optional.empty();
    state = State.ANSWERED;
  }

  void failed() {
    charged = Optional.empty();
    state = mayTryAgain() ? State.WAITING : State.FAILED;
  }

  /** Where it is said to be, by most first. */
  List<Multiaddr> claims() {
    return mostSaid().stream().limit(KadLimits.ADDRESSES_MAX).toList();
  }

  private List<Multiaddr> mostSaid() {
    return sayers.entrySet().stream()
        .sorted(Map.Entry.<Multiaddr, Integer>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }
}
