package org.datanet.node.libp2p.peerbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.crypto.Identity;

/** Whatever a kept entry holds, the book takes it within its bounds or leaves it. */
public final class KeptPeerTarget implements FuzzTarget {

  @Override
  public String name() {
    return "kept-peer";
  }

  @Override
  public void accept(byte[] input) {
    PeerBook book = new PeerBook(Identity.ofEd25519Seed(new byte[32]).peerId(), 1);

    int taken = KeptPeers.restore(book, List.of(input), 0);

    assertThat(taken).isBetween(0, 1);
    assertThat(book.size()).isLessThanOrEqualTo(2); // a signed record may be of another peer
    for (KnownPeer peer : book.peers()) {
      assertThat(peer.addresses()).hasSizeLessThanOrEqualTo(PeerBookLimits.ADDRESSES_MAX);
    }
    for (Ban ban : book.bans(0)) {
      assertThat(ban.reason()).hasSizeLessThanOrEqualTo(PeerBookLimits.REASON_LENGTH_MAX);
    }
  }
}
