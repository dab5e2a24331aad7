package org.datanet.node.libp2p.kad;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.PeerId;

/** A lookup with why it is made. */
final class Search {

  final long id;
  final Purpose purpose;

  /** As it goes on the wire. */
  final ByteString key;

  private Lookup lookup;
  private long deadlineMs = Long.MAX_VALUE;
  private long addedBefore = Long.MAX_VALUE;

  enum Purpose {
    /** For a peer that a caller waits for. */
    PEER,
    /** For whoever comes, because a caller waits for new ones. */
    WANDER,
    /** For whoever is near us. */
    SELF,
    /** For whoever is in one bucket. */
    WALK;

    boolean isForCaller() {
      return this == PEER || this == WANDER;
    }
  }

  Search(long id, Purpose purpose, byte[] key, PeerId self) {
    this.id = id;
    this.purpose = purpose;
    this.key = ByteString.copyFrom(key);
    this.lookup = new Lookup(KadKey.of(key), self, List.of());
  }

  /**
   * @param added peers that ever came into the table
   */
  void begin(Lookup begun, long untilMs, long added) {
    lookup = begun;
    deadlineMs = untilMs;
    addedBefore = added;
  }

  /** Peers that came into the table since it began. */
  long addedSince(long added) {
    return Math.max(0, added - addedBefore);
  }

  Lookup lookup() {
    return lookup;
  }

  boolean isOver(long nowMs) {
    return nowMs >= deadlineMs || lookup.isDone();
  }

  /** The peer that a caller waits for. */
  Optional<PeerId> wanted() {
    return purpose == Purpose.PEER ? PeerId.decode(key.toByteArray()) : Optional.empty();
  }
}
