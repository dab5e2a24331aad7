package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.Message;

/**
 * What gossip takes from its surroundings.
 *
 * @param appScore P5: what the application thinks of a peer, below 0 for bad; must answer at once
 * @param author signs what is published under STRICT_SIGN
 * @param rules of topics that are subscribed or published to without their own
 * @param observer sees what comes
 */
public record GossipPorts(
    PeerExchange exchange,
    ToDoubleFunction<PeerId> appScore,
    Optional<Identity> author,
    TopicRules rules,
    Observer observer) {

  public static final GossipPorts NONE =
      new GossipPorts(
          PeerExchange.NONE,
          peer -> 0,
          Optional.empty(),
          TopicRules.UNSIGNED,
          (from, message) -> {});

  /** Sees every copy of a message before anything is decided; must return at once. */
  @FunctionalInterface
  public interface Observer {
    void arrived(PeerId from, Message message);
  }

  public GossipPorts with(PeerExchange other) {
    return new GossipPorts(other, appScore, author, rules, observer);
  }

  public GossipPorts with(Identity signer) {
    return new GossipPorts(exchange, appScore, Optional.of(signer), rules, observer);
  }

  public GossipPorts with(TopicRules other) {
    return new GossipPorts(exchange, appScore, author, other, observer);
  }

  public GossipPorts with(Observer other) {
    return new GossipPorts(exchange, appScore, author, rules, other);
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
