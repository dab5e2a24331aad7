package org.datanet.node.libp2p.bitswap;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.datanet.node.libp2p.multiformats.PeerId;

/** One call of {@link Bitswap#fetch} while it lasts. */
final class Fetch {

  final Set<BlockCid> missing = new LinkedHashSet<>();
  final Optional<PeerId> preferred;
  final BlockSink sink;
  final long deadlineMs;
  int received;

  Fetch(Optional<PeerId> preferred, BlockSink sink, long deadlineMs) {
    this.preferred = preferred;
    this.sink = sink;
    this.deadlineMs = deadlineMs;
  }
}
