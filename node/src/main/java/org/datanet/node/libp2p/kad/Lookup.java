package org.datanet.node.libp2p.kad;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.datanet.node.libp2p.kad.Candidate.State;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * One search for the peers nearest to a key (kad-dht, "Peer routing"): asks the nearest that it
 * knows of for nearer ones, {@code α} at a time, until the {@code k} nearest that can be reached
 * have answered. Knows neither time nor sockets.
 *
 * <p>What a peer says is a claim. One answer brings in at most {@code k} peers and few of one
 * network, and they are asked on the credit of whoever named them: each request takes of it, each
 * answer gives back more. Who names peers that do not exist thus costs a few requests, and its
 * peers no longer stand in the way of those that others name. There is one path, not several
 * disjoint ones: nothing ends the search early, so every honest peer among the first ones is asked
 * as well, and its answer stands beside those of others.
 */
final class Lookup {

  private final KadKey target;
  private final PeerId self;
  private final TreeMap<KadKey, Candidate> candidates;
  private int queries;
  private int open;

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
    seeds.forEach(seed -> candidates.putIfAbsent(seed.key(), new Candidate(seed, 0)));
  }

  KadKey target() {
    return target;
  }

  /** Requests to send now; {@link #answered} or {@link #failed} must follow each. */
  List<Contact> next() {
    List<Contact> requests = new ArrayList<>();
    boolean more = true;
    while (more && open < KadLimits.ALPHA && queries < KadLimits.QUERIES_MAX) {
      // Each request takes of a credit, which may change who is next.
      List<Candidate> next = nearest().filter(c -> c.state() == State.WAITING).limit(1).toList();
      next.forEach(candidate -> requests.add(candidate.ask()));
      more = !next.isEmpty();
      open += next.size();
      queries += next.size();
    }
    return requests;
  }

  /** A peer that was asked named others; may be more than it should. */
  void answered(PeerId from, List<Contact> named) {
    Candidate teller = candidates.get(KadKey.of(from));
    if (teller == null || teller.state() != State.ASKED) {
      return;
    }
    teller.answered();
    open--;
    GroupCounts groups = new GroupCounts(KadLimits.ANSWER_GROUP_MAX, KadLimits.K);
    Set<KadKey> distinct = new HashSet<>();
    Comparator<KadKey> nearestFirst = target.nearestFirst();
    named.stream()
        .limit(KadLimits.ANSWER_PEERS_MAX)
        .filter(contact -> !contact.peer().equals(self) && !contact.peer().equals(from))
        .filter(contact -> distinct.add(contact.key()))
        .sorted((one, other) -> nearestFirst.compare(one.key(), other.key()))
        .filter(contact -> takeRoom(groups, groupsOf(contact)))
        .limit(KadLimits.K)
        .forEach(contact -> take(contact, teller));
    forgetFarthest();
  }

  private static boolean takeRoom(GroupCounts counts, List<IpGroup> groups) {
    boolean room = counts.hasRoom(groups);
    counts.add(groups);
    return room;
  }

  private static List<IpGroup> groupsOf(Contact contact) {
    return contact.addresses().stream()
        .flatMap(address -> AddressScope.ip(address).stream())
        .filter(ip -> AddressScope.of(ip).filter(AddressScope.PUBLIC::equals).isPresent())
        .flatMap(ip -> IpGroup.of(ip).stream())
        .distinct()
        .toList();
  }

  private void take(Contact contact, Candidate teller) {
    Candidate known = candidates.get(contact.key());
    if (known == null) {
      known = new Candidate(contact.withAddresses(List.of()), teller.steps + 1);
      candidates.put(contact.key(), known);
    }
    known.told(teller, contact.addresses());
  }

  /** Those that nobody stands for go first. */
  private void forgetFarthest() {
    List<Candidate> waiting =
        candidates.descendingMap().values().stream()
            .filter(candidate -> candidate.state() == State.WAITING)
            .sorted(Comparator.comparing(Candidate::isBelieved))
            .toList();
    long kept = candidates.values().stream().filter(c -> c.state() != State.FAILED).count();
    waiting.stream()
        .limit(Math.max(0, kept - KadLimits.CANDIDATES_MAX))
        .forEach(candidate -> candidates.remove(candidate.key));
  }

  /** A peer that was asked could not be reached, or did not answer, or not as it should. */
  void failed(PeerId peer) {
    Candidate candidate = candidates.get(KadKey.of(peer));
    if (candidate != null && candidate.state() == State.ASKED) {
      open--;
      candidate.failed();
    }
  }

  /** True where the nearest have answered, or all that may be asked have been. */
  boolean isDone() {
    boolean mayAsk = queries < KadLimits.QUERIES_MAX;
    return nearest()
        .noneMatch(
            candidate ->
                candidate.state() == State.ASKED || (mayAsk && candidate.state() == State.WAITING));
  }

  /** The nearest of those that answered so far, nearest first. */
  List<Found> found() {
    return candidates.values().stream()
        .filter(candidate -> candidate.state() == State.ANSWERED)
        .limit(KadLimits.K)
        .map(candidate -> new Found(candidate.asked(), candidate.steps))
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
    return candidate == null ? List.of() : candidate.claims();
  }

  /** Those that count: not failed, and believed as long as they have not been asked. */
  private Stream<Candidate> nearest() {
    return candidates.values().stream()
        .filter(candidate -> candidate.state() != State.FAILED)
        .filter(candidate -> candidate.state() != State.WAITING || candidate.isBelieved())
        .limit(KadLimits.K);
  }
}
