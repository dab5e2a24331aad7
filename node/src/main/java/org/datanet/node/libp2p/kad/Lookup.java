package org.datanet.node.libp2p.kad;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * One search for the peers nearest to a key (kad-dht, "Peer routing"): asks the nearest that it
 * knows of for nearer ones, {@code α} at a time, until the {@code k} nearest that can be reached
 * have answered. Knows neither time nor sockets. What a peer says is a claim: it costs at most a
 * request, one answer brings in at most {@code k} peers and few of one network, and the number of
 * requests is bounded, so that peers that name ever more peers end nothing but their own lookup.
 *
 * <p>There is one path, not several disjoint ones: since nothing ends the search early, every
 * honest peer among the first ones is asked as well, and its answer stands beside those of others.
 */
final class Lookup {

  private final KadKey target;
  private final PeerId self;
  private final TreeMap<KadKey, Candidate> candidates;
  private int queries;
  private int open;

  private enum State {
    WAITING,
    ASKED,
    ANSWERED,
    FAILED
  }

  private static final class Candidate {
    final KadKey key;
    final int steps;
    final Set<Multiaddr> untried = new LinkedHashSet<>();
    final Set<Multiaddr> tried = new HashSet<>();
    Contact asked;
    State state = State.WAITING;
    int attempts;

    Candidate(Contact contact, int steps) {
      this.key = contact.key();
      this.steps = steps;
      this.asked = contact;
      learn(contact.addresses());
    }

    /** True where there is something to try. */
    boolean learn(List<Multiaddr> addresses) {
      addresses.stream()
          .filter(address -> !tried.contains(address))
          .limit(Math.max(0, KadLimits.ADDRESSES_MAX - untried.size()))
          .forEach(untried::add);
      return !untried.isEmpty();
    }

    Contact ask() {
      asked = asked.withAddresses(List.copyOf(untried));
      tried.addAll(untried);
      untried.clear();
      attempts++;
      state = State.ASKED;
      return asked;
    }
  }

  /**
   * @param steps answers that led to the peer: 0 for one that was known before
   */
  record Found(Contact contact, int steps) {}

  /**
   * @param seeds whom to ask first
   */
  Lookup(KadKey target, PeerId self, List<Contact> seeds) {
    this.target = target;
    this.self = self;
    this.candidates = new TreeMap<>(target.nearestFirst());
    seeds.forEach(seed -> take(seed, 0));
  }

  KadKey target() {
    return target;
  }

  /** Requests to send now; {@link #answered} or {@link #failed} must follow each. */
  List<Contact> next() {
    List<Contact> requests = new ArrayList<>();
    for (Candidate candidate : (Iterable<Candidate>) nearest()::iterator) {
      boolean mayAsk = open < KadLimits.ALPHA && queries < KadLimits.QUERIES_MAX;
      if (mayAsk && candidate.state == State.WAITING) {
        requests.add(candidate.ask());
        open++;
        queries++;
      }
    }
    return requests;
  }

  /** A peer that was asked named others; may be more than it should. */
  void answered(PeerId from, List<Contact> named) {
    Candidate teller = candidates.get(KadKey.of(from));
    if (teller == null || teller.state != State.ASKED) {
      return;
    }
    teller.state = State.ANSWERED;
    open--;
    GroupCounts groups = new GroupCounts(KadLimits.ANSWER_GROUP_MAX, KadLimits.K);
    Comparator<KadKey> nearestFirst = target.nearestFirst();
    named.stream()
        .limit(KadLimits.ANSWER_PEERS_MAX)
        .filter(contact -> !contact.peer().equals(self) && !contact.peer().equals(from))
        .sorted((one, other) -> nearestFirst.compare(one.key(), other.key()))
        .filter(
            contact -> {
              List<IpGroup> of = groupsOf(contact);
              boolean room = groups.hasRoom(of);
              groups.add(of);
              return room;
            })
        .limit(KadLimits.K)
        .forEach(contact -> take(contact, teller.steps + 1));
    forgetFarthest();
  }

  private static List<IpGroup> groupsOf(Contact contact) {
    return contact.addresses().stream()
        .flatMap(address -> AddressScope.ip(address).stream())
        .filter(ip -> AddressScope.of(ip).filter(AddressScope.PUBLIC::equals).isPresent())
        .flatMap(ip -> IpGroup.of(ip).stream())
        .distinct()
        .toList();
  }

  private void take(Contact contact, int steps) {
    Candidate known = candidates.get(contact.key());
    if (known == null) {
      candidates.put(contact.key(), new Candidate(contact, steps));
    } else if (known.learn(contact.addresses())
        && known.state == State.FAILED
        && known.attempts < KadLimits.ATTEMPTS_MAX) {
      known.state = State.WAITING;
    }
  }

  private void forgetFarthest() {
    long kept = candidates.values().stream().filter(c -> c.state != State.FAILED).count();
    List<Candidate> farthestFirst = List.copyOf(candidates.descendingMap().values());
    for (Candidate candidate : farthestFirst) {
      if (kept <= KadLimits.CANDIDATES_MAX) {
        return;
      }
      if (candidate.state == State.WAITING) {
        candidates.remove(candidate.key);
        kept--;
      }
    }
  }

  /** A peer that was asked could not be reached, or did not answer, or not as it should. */
  void failed(PeerId peer) {
    Candidate candidate = candidates.get(KadKey.of(peer));
    if (candidate != null && candidate.state == State.ASKED) {
      open--;
      boolean again = !candidate.untried.isEmpty() && candidate.attempts < KadLimits.ATTEMPTS_MAX;
      candidate.state = again ? State.WAITING : State.FAILED;
    }
  }

  /** True where the nearest have answered, or all that may be asked have been. */
  boolean isDone() {
    boolean mayAsk = queries < KadLimits.QUERIES_MAX;
    return nearest().noneMatch(c -> c.state == State.ASKED || (mayAsk && c.state == State.WAITING));
  }

  /** Those of the nearest that answered, nearest first. */
  List<Found> found() {
    return nearest()
        .filter(candidate -> candidate.state == State.ANSWERED)
        .map(candidate -> new Found(candidate.asked, candidate.steps))
        .toList();
  }

  /** Requests sent so far. */
  int queries() {
    return queries;
  }

  /** Peers that are remembered. */
  int size() {
    return candidates.size();
  }

  /** Where others say that a peer is; empty where nobody named it. */
  List<Multiaddr> claims(PeerId peer) {
    Candidate candidate = candidates.get(KadKey.of(peer));
    return candidate == null
        ? List.of()
        : Stream.concat(candidate.untried.stream(), candidate.tried.stream())
            .limit(KadLimits.ADDRESSES_MAX)
            .toList();
  }

  private Stream<Candidate> nearest() {
    return candidates.values().stream()
        .filter(candidate -> candidate.state != State.FAILED)
        .limit(KadLimits.K);
  }
}
