package org.datanet.node.network;

import com.google.protobuf.ByteString;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.datanet.node.libp2p.gossipsub.PeerExchange;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.peerbook.PeerBook;
import org.datanet.node.libp2p.record.PeerRecord;

/**
 * Peers that gossip names to others and others to gossip. Only what a peer signed about itself is
 * passed on or taken up; the connection manager dials from the book as it needs peers.
 *
 * @param abusers takes peers that are not to come back for a while
 * @param unlocated takes peers that were named without an address
 */
record Introductions(PeerBook book, Expulsion abusers, Consumer<PeerId> unlocated)
    implements PeerExchange {

  /** Keeps a peer out, and perhaps the address that it came from. */
  @FunctionalInterface
  interface Expulsion {
    void expel(PeerId peer, Optional<InetAddress> address, String reason);
  }

  @Override
  public Optional<ByteString> signedRecord(PeerId peer) {
    return book.signedRecord(peer);
  }

  @Override
  public void introduced(PeerRecord record, ByteString envelope) {
    book.learnSigned(envelope, System.currentTimeMillis());
  }

  @Override
  public void introduced(PeerId peer) {
    unlocated.accept(peer);
  }

  @Override
  public void wanted(PeerId peer) {
    // There are no explicit agreements here: bootstrap peers are kept by the connection manager.
  }

  @Override
  public void abused(PeerId peer, Optional<InetAddress> address, String reason) {
    abusers.expel(peer, address, reason);
  }
}
