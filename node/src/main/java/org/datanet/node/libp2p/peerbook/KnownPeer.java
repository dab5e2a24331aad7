package org.datanet.node.libp2p.peerbook;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * What is known of a peer, as it is kept over a restart.
 *
 * @param addresses the best first, without the {@code /p2p} end
 * @param signedRecord the latest envelope in which the peer itself says where it is
 * @param lastSeenMs when it was last connected, or heard of where it never was; Unix time
 * @param lastReachedMs when it was last connected; 0 where it never was
 * @param failures dials in a row that came to nothing
 */
public record KnownPeer(
    PeerId peer,
    List<Multiaddr> addresses,
    Optional<ByteString> signedRecord,
    long lastSeenMs,
    long lastReachedMs,
    int failures) {

  public KnownPeer {
    addresses = List.copyOf(addresses);
  }
}
