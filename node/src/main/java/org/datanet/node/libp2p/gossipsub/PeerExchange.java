package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.net.InetAddress;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.record.PeerRecord;

/**
 * What gossip and whoever keeps the connections tell each other of peers: signed records, v1.1
 * "PRUNE Backoff and Peer Exchange", and abuse. For any thread; must return at once.
 */
public interface PeerExchange {

  /** Knows no records and wants none. */
  PeerExchange NONE =
      new PeerExchange() {
        @Override
        public Optional<ByteString> signedRecord(PeerId peer) {
          return Optional.empty();
        }

        @Override
        public void introduced(PeerRecord record, ByteString envelope) {
          // Nobody looks for peers here.
        }

        @Override
        public void introduced(PeerId peer) {
          // As above.
        }

        @Override
        public void wanted(PeerId peer) {
          // As above.
        }

        @Override
        public void abused(PeerId peer, Optional<InetAddress> address, String reason) {
          // The score remembers it for a while.
        }
      };

  /** An envelope with the peer's record, to name the peer to others with. */
  Optional<ByteString> signedRecord(PeerId peer);

  /** A well-reputed peer named another one, and that one's signature is on its record. */
  void introduced(PeerRecord record, ByteString envelope);

  /** A well-reputed peer named another one and sent no record: its addresses must be found. */
  void introduced(PeerId peer);

  /** A connection to this peer of an explicit agreement is missing. */
  void wanted(PeerId peer);

  /**
   * A peer loses its connection for what no honest one does, and no bad link makes it do.
   *
   * @param address it came from
   */
  void abused(PeerId peer, Optional<InetAddress> address, String reason);
}
