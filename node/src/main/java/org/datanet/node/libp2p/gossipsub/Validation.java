package org.datanet.node.libp2p.gossipsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.Message;

/**
 * Messages between their arrival and the verdict. Where ids do not cover the bytes, different
 * messages may come under one id: then each is a candidate of its own. One candidate of an id at a
 * time is with the application; where it is rejected the next has its turn, so that nobody can keep
 * a message out by sending garbage under its id first. A peer has one candidate of an id.
 */
final class Validation {

  private final GossipLimits.Memory limits;
  private final Map<MessageRef, Candidates> byRef = new LinkedHashMap<>();
  private final Map<Long, Candidate> unchecked = new HashMap<>();
  private long lastTicket;
  private int count;
  private long bytes;
  private long dropped;

  Validation(GossipLimits.Memory limits) {
    this.limits = limits;
  }

  /** A message and everyone who sent it so far. */
  static final class Candidate {
    final MessageRef ref;
    final Message message;
    final PeerId first;
    private final PeerState firstState;
    private final TreeSet<PeerId> senders = new TreeSet<>();

    Candidate(MessageRef ref, Message message, PeerId first, PeerState firstState) {
      this.ref = ref;
      this.message = message;
      this.first = first;
      this.firstState = firstState;
      senders.add(first);
    }

    SequencedSet<PeerId> senders() {
      return senders;
    }
  }

  private static final class Candidates {
    /** Whose signature is being checked, or that wait for the one with the application. */
    final List<Candidate> others = new ArrayList<>(1);

    final Deque<Candidate> ready = new ArrayDeque<>(1);
    Optional<Candidate> judged = Optional.empty();

    List<Candidate> all() {
      List<Candidate> all = new ArrayList<>(others);
      all.addAll(ready);
      judged.ifPresent(all::add);
      return all;
    }

    boolean isEmpty() {
      return others.isEmpty() && ready.isEmpty() && judged.isEmpty();
    }
  }

  /**
   * True where there is nothing more to do: this very message is in validation, and the peer is
   * counted as one of its senders, or the peer has another candidate of this id.
   */
  boolean joins(MessageRef ref, Message message, boolean idCoversBytes, PeerId from) {
    Candidates known = byRef.get(ref);
    if (known == null) {
      return false;
    }
    List<Candidate> all = known.all();
    for (Candidate candidate : all) {
      if (idCoversBytes || candidate.message.equals(message)) {
        candidate.senders.add(from);
        return true;
      }
    }
    boolean hadItsTurn = all.stream().anyMatch(candidate -> candidate.first.equals(from));
    if (hadItsTurn) {
      dropped++;
    }
    return hadItsTurn;
  }

  /** Enters a message; empty, and the message is dropped, where there is no room. */
  Optional<Candidate> enter(MessageRef ref, Message message, PeerId from, PeerState state) {
    int size = message.getSerializedSize();
    if (count >= limits.pendingMax()
        || state.pending >= limits.pendingPerPeerMax()
        || bytes + size > limits.pendingBytesMax()) {
      dropped++;
      return Optional.empty();
    }
    Candidate candidate = new Candidate(ref, message, from, state);
    count++;
    bytes += size;
    state.pending++;
    byRef.computeIfAbsent(ref, any -> new Candidates()).others.add(candidate);
    return Optional.of(candidate);
  }

  /** The name under which the outcome of a signature's check comes back. */
  long awaitCheck(Candidate candidate) {
    lastTicket++;
    unchecked.put(lastTicket, candidate);
    return lastTicket;
  }

  /** The candidate that was checked; empty where the ticket is none of ours. */
  Optional<Candidate> checked(long ticket) {
    return Optional.ofNullable(unchecked.remove(ticket));
  }

  /** True where the application may have it now; otherwise it waits for its turn. */
  boolean admit(Candidate candidate) {
    Candidates all = candidatesOf(candidate.ref);
    all.others.remove(candidate);
    if (all.judged.isPresent()) {
      all.ready.addLast(candidate);
      return false;
    }
    all.judged = Optional.of(candidate);
    return true;
  }

  /** A candidate that will not have its turn. */
  void discard(Candidate candidate) {
    Candidates all = candidatesOf(candidate.ref);
    all.others.remove(candidate);
    all.ready.remove(candidate);
    release(candidate, all);
  }

  /** The candidate that the application has judged; empty where it has none of this id. */
  Optional<Candidate> judged(MessageRef ref) {
    Candidates all = byRef.get(ref);
    if (all == null || all.judged.isEmpty()) {
      return Optional.empty();
    }
    Candidate candidate = all.judged.get();
    all.judged = Optional.empty();
    release(candidate, all);
    return Optional.of(candidate);
  }

  /** The next candidate of an id that is ready; it is with the application from now on. */
  Optional<Candidate> next(MessageRef ref) {
    Candidates all = byRef.get(ref);
    if (all == null || all.ready.isEmpty()) {
      return Optional.empty();
    }
    all.judged = Optional.of(all.ready.removeFirst());
    return all.judged;
  }

  /** Candidates of an id that were ready are not needed any more. */
  void dropReady(MessageRef ref) {
    Candidates all = byRef.get(ref);
    if (all != null) {
      List.copyOf(all.ready).forEach(this::discard);
    }
  }

  /** True where the application has a message of this id. */
  boolean isJudging(MessageRef ref) {
    Candidates all = byRef.get(ref);
    return all != null && all.judged.isPresent();
  }

  int count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  /** Messages dropped unseen for want of room. */
  long dropped() {
    return dropped;
  }

  private Candidates candidatesOf(MessageRef ref) {
    Candidates all = byRef.get(ref);
    if (all == null) {
      throw new IllegalStateException("no candidate of " + ref);
    }
    return all;
  }

  private void release(Candidate candidate, Candidates all) {
    count--;
    bytes -= candidate.message.getSerializedSize();
    candidate.firstState.pending--;
    if (all.isEmpty()) {
      byRef.remove(candidate.ref);
    }
  }
}
