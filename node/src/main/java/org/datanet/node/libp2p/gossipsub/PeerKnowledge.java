package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.PeerId;

/** What a router asks of its surroundings; the answers come at once. */
public interface PeerKnowledge {

  /** Nothing is known of anybody. */
  PeerKnowledge NONE =
      new PeerKnowledge() {
        @Override
        public double appScore(PeerId peer) {
          return 0;
        }

        @Override
        public Optional<ByteString> signedRecord(PeerId peer) {
          return Optional.empty();
        }
      };

  /** P5: what the application thinks of a peer; below 0 for bad. */
  double appScore(PeerId peer);

  /** A signed envelope with the peer's record, to name it to others with. */
  Optional<ByteString> signedRecord(PeerId peer);
}
