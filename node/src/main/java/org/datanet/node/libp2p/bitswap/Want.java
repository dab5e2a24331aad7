package org.datanet.node.libp2p.bitswap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.datanet.node.libp2p.multiformats.PeerId;

/** A block that some fetches want, and what we know of who has it. */
final class Want {

  final BlockCid cid;
  final List<Fetch> fetches = new ArrayList<>();

  /** Peers that were asked since the want was last parked. */
  final TreeSet<PeerId> asked = new TreeSet<>();

  final TreeSet<PeerId> have = new TreeSet<>();
  final TreeSet<PeerId> lack = new TreeSet<>();
  State state = State.QUEUED;

  /** Who was asked for the block itself. */
  Optional<PeerId> source = Optional.empty();

  long sinceMs;

  Want(BlockCid cid) {
    this.cid = cid;
  }

  /** How far the search is. */
  enum State {
    /** Waits for room in the window. */
    QUEUED,
    /** One peer was asked for the block. */
    ASKED,
    /** All peers were asked whether they have it. */
    SEARCHING,
    /** Nobody has it; asked again after a while. */
    PARKED;

    boolean isInFlight() {
      return this == ASKED || this == SEARCHING;
    }
  }
}
