package org.datanet.node.libp2p.host;

import java.net.InetAddress;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.PeerId;

/** Says who may connect, before anything is done for them. For any thread; must answer at once. */
public interface ConnectionGate {

  /** Nobody is kept out. */
  ConnectionGate OPEN =
      new ConnectionGate() {
        @Override
        public boolean admits(InetAddress ip) {
          return true;
        }

        @Override
        public Optional<String> refusal(PeerId peer) {
          return Optional.empty();
        }
      };

  /** Whether a socket from there is accepted at all. */
  boolean admits(InetAddress ip);

  /** Why a peer is not spoken to whose identity the handshake proved; empty where it is welcome. */
  Optional<String> refusal(PeerId peer);
}
