package org.datanet.node.libp2p.kad;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.PeerId;

/** Peers whose keys have as many leading bits in common with ours, least recently seen first. */
final class Bucket {

  private final List<Entry> entries = new ArrayList<>();
  private final GroupCounts groups =
      new GroupCounts(KadLimits.BUCKET_NARROW_MAX, KadLimits.BUCKET_WIDE_MAX);
  private Optional<Check> check = Optional.empty();

  /**
   * @param groups whose room the peer takes
   * @param failing true where it did not answer since it was last seen
   */
  record Entry(Contact contact, List<IpGroup> groups, long lastSeenMs, boolean failing) {

    Entry {
      groups = List.copyOf(groups);
    }
  }

  /** The oldest peer is being asked whether it lives; who comes in if it does not. */
  private record Check(PeerId oldest, Entry next) {}

  List<Entry> entries() {
    return entries;
  }

  boolean isFull() {
    return entries.size() >= KadLimits.K;
  }

  boolean isChecking() {
    return check.isPresent();
  }

  boolean hasRoomFor(List<IpGroup> candidates) {
    return groups.hasRoom(candidates);
  }

  Optional<Entry> find(PeerId peer) {
    return entries.stream().filter(entry -> entry.contact().peer().equals(peer)).findFirst();
  }

  /** As the most recently seen. */
  void add(Entry entry) {
    entries.add(entry);
    groups.add(entry.groups());
  }

  void remove(Entry entry) {
    entries.remove(entry);
    groups.remove(entry.groups());
  }

  /** In the same place. */
  void replace(Entry entry, Entry changed) {
    entries.set(entries.indexOf(entry), changed);
  }

  void startCheck(PeerId oldest, Entry next) {
    check = Optional.of(new Check(oldest, next));
  }

  /** Ends the check of this peer, if there is one; gives who waits for the place. */
  Optional<Entry> endCheck(PeerId peer) {
    Optional<Entry> next = check.filter(c -> c.oldest().equals(peer)).map(Check::next);
    if (next.isPresent()) {
      check = Optional.empty();
    }
    return next;
  }
}
