package org.datanet.node.libp2p.swarm;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.record.PeerRecord;

/**
 * Where a host says that it can be reached.
 *
 * @param envelope the same, signed by the host (RFC 0003)
 */
record Announcement(long seq, List<Multiaddr> addresses, ByteString envelope) {

  /** Numbers grow over restarts too, as long as the clock is not set back. */
  static Announcement after(
      Optional<Announcement> last, Identity identity, List<Multiaddr> addresses) {
    long seq = Math.max(System.currentTimeMillis(), last.map(Announcement::seq).orElse(0L) + 1);
    return new Announcement(seq, addresses, PeerRecord.seal(identity, seq, addresses));
  }
}
