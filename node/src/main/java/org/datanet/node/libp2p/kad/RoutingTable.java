package org.datanet.node.libp2p.kad;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.datanet.node.libp2p.kad.Bucket.Entry;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Peers that were heard of at first hand and serve others, in buckets by their distance from us.
 * Who is in stays in while it answers: a full bucket takes another only where its least recently
 * seen peer fails a check. Who does not answer is kept as a last resort, so that an outage of our
 * own empties nothing, until another comes or it is forgotten.
 */
final class RoutingTable {

  private final KadKey self;
  private final KadTiming timing;
  private final Map<Integer, Bucket> buckets = new TreeMap<>();
  private final GroupCounts groups =
      new GroupCounts(KadLimits.TABLE_NARROW_MAX, KadLimits.TABLE_WIDE_MAX);
  private int size;
  private int checking;
  private long added;
  private long crowdedOut;

  RoutingTable(KadKey self, KadTiming timing) {
    this.self = self;
    this.timing = timing;
  }

  /** What became of a peer that was seen. */
  enum Outcome {
    ADDED,
    KNOWN,
    /** Waits for its bucket's oldest peer to fail the check that starts. */
    WAITING,
    FULL,
    /** Too many neighbours of its address are in. */
    CROWDED
  }

  /**
   * @param check whom to ask anything; {@link #seen} or {@link #failed} must follow
   */
  record Seen(Outcome outcome, Optional<Contact> check) {

    private static Seen of(Outcome outcome) {
      return new Seen(outcome, Optional.empty());
    }
  }

  /** A peer answered, or connected and told that it serves others. */
  Seen seen(Contact contact, List<IpGroup> from, long nowMs) {
    if (contact.key().equals(self)) {
      return Seen.of(Outcome.KNOWN);
    }
    Bucket bucket =
        buckets.computeIfAbsent(self.commonBits(contact.key()), distance -> new Bucket());
    Entry entry = new Entry(contact, from, nowMs, false);
    Optional<Entry> known = bucket.find(contact.peer());
    known.ifPresent(old -> remove(bucket, old));
    endCheck(bucket, contact.peer());
    Outcome outcome = enter(bucket, entry);
    if (known.isPresent() && outcome == Outcome.ADDED) {
      return Seen.of(Outcome.KNOWN);
    }
    switch (outcome) {
      case ADDED -> added++;
      case CROWDED -> crowdedOut++;
      case FULL -> {
        return check(bucket, entry, nowMs);
      }
      case KNOWN, WAITING -> throw new IllegalStateException("not an outcome of entering");
    }
    return Seen.of(outcome);
  }

  private Outcome enter(Bucket bucket, Entry entry) {
    if (!bucket.hasRoomFor(entry.groups()) || !groups.hasRoom(entry.groups())) {
      return Outcome.CROWDED;
    }
    if (bucket.isFull()) {
      Optional<Entry> failing = bucket.entries().stream().filter(Entry::failing).findFirst();
      if (failing.isEmpty()) {
        return Outcome.FULL;
      }
      remove(bucket, failing.get());
    }
    bucket.add(entry);
    groups.add(entry.groups());
    size++;
    return Outcome.ADDED;
  }

  private Seen check(Bucket bucket, Entry entry, long nowMs) {
    Entry oldest = bucket.entries().getFirst();
    boolean silent = nowMs - oldest.lastSeenMs() >= timing.checkAfterMs();
    if (!silent || bucket.isChecking() || checking >= KadLimits.CHECKS_MAX) {
      return Seen.of(Outcome.FULL);
    }
    checking++;
    bucket.startCheck(oldest.contact().peer(), entry);
    return new Seen(Outcome.WAITING, Optional.of(oldest.contact()));
  }

  private Optional<Entry> endCheck(Bucket bucket, PeerId peer) {
    Optional<Entry> next = bucket.endCheck(peer);
    if (next.isPresent()) {
      checking--;
    }
    return next;
  }

  private void remove(Bucket bucket, Entry entry) {
    bucket.remove(entry);
    groups.remove(entry.groups());
    size--;
  }

  /** A peer could not be reached, or did not answer in time. */
  void failed(PeerId peer) {
    Bucket bucket = buckets.get(self.commonBits(KadKey.of(peer)));
    if (bucket == null) {
      return;
    }
    bucket
        .find(peer)
        .ifPresent(
            entry ->
                bucket.replace(
                    entry, new Entry(entry.contact(), entry.groups(), entry.lastSeenMs(), true)));
    endCheck(bucket, peer)
        .filter(next -> bucket.find(next.contact().peer()).isEmpty())
        .filter(next -> enter(bucket, next) == Outcome.ADDED)
        .ifPresent(next -> added++);
  }

  /** A peer serves others no more. */
  void remove(PeerId peer) {
    Bucket bucket = buckets.get(self.commonBits(KadKey.of(peer)));
    if (bucket != null) {
      bucket.find(peer).ifPresent(entry -> remove(bucket, entry));
      failed(peer);
    }
  }

  /** Forgets who has not answered for long. */
  void expire(long nowMs) {
    for (Bucket bucket : buckets.values()) {
      bucket.entries().stream()
          .filter(entry -> entry.failing() && nowMs - entry.lastSeenMs() >= timing.forgetMs())
          .toList()
          .forEach(entry -> remove(bucket, entry));
    }
  }

  /** Peers that answered last time, those nearest to a key first. */
  Stream<Contact> nearest(KadKey target) {
    return nearestFirst(target, false);
  }

  /** Whom to start a lookup with: the nearest, and those who failed only where others lack. */
  List<Contact> seeds(KadKey target) {
    return Stream.concat(nearestFirst(target, false), nearestFirst(target, true))
        .limit(KadLimits.K)
        .toList();
  }

  private Stream<Contact> nearestFirst(KadKey target, boolean failing) {
    Comparator<KadKey> nearestFirst = target.nearestFirst();
    return buckets.values().stream()
        .flatMap(bucket -> bucket.entries().stream())
        .filter(entry -> entry.failing() == failing)
        .map(Entry::contact)
        .sorted((one, other) -> nearestFirst.compare(one.key(), other.key()));
  }

  int size() {
    return size;
  }

  /** Peers that ever came in. */
  long added() {
    return added;
  }

  /** Peers that were kept out because too many neighbours of their address were in. */
  long crowdedOut() {
    return crowdedOut;
  }

  /** Peers of the bucket at this distance, least recently seen first. */
  List<PeerId> bucket(int commonBits) {
    Bucket bucket = buckets.get(commonBits);
    return bucket == null
        ? List.of()
        : bucket.entries().stream().map(entry -> entry.contact().peer()).toList();
  }

  /** Buckets that hold peers. */
  int bucketCount() {
    return (int) buckets.values().stream().filter(bucket -> !bucket.entries().isEmpty()).count();
  }
}
