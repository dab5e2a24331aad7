package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * What gossip takes from its surroundings.
 *
 * @param appScore P5: what the application thinks of a peer, below 0 for bad; must answer at once
 * @param author signs what is published under STRICT_SIGN
 */
public record GossipPorts(
    PeerExchange exchange, ToDoubleFunction<PeerId> appScore, Optional<Identity> author) {

  public static final GossipPorts NONE =
      new GossipPorts(PeerExchange.NONE, peer -> 0, Optional.empty());

  public GossipPorts with(PeerExchange other) {
    return new GossipPorts(other, appScore, author);
  }

  public GossipPorts with(Identity signer) {
    return new GossipPorts(exchange, appScore, Optional.of(signer));
  }

  PeerKnowledge knowledge() {
    return new PeerKnowledge() {
      @Override
      public double appScore(PeerId peer) {
        return appScore.applyAsDouble(peer);
      }

      @Override
      public Optional<ByteString> signedRecord(PeerId peer) {
        return exchange.signedRecord(peer);
      }
    };
  }
}
