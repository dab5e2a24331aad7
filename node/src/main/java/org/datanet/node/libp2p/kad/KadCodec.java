package org.datanet.node.libp2p.kad;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.streams.ProtoParts;
import org.datanet.node.libp2p.wire.KadWire.Message;
import org.datanet.node.libp2p.wire.KadWire.Message.ConnectionType;
import org.datanet.node.libp2p.wire.KadWire.Message.MessageType;
import org.datanet.node.libp2p.wire.KadWire.Message.Peer;

/** Messages of kad-dht, "RPC messages", from and to what the rest of the package knows. */
final class KadCodec {

  private KadCodec() {}

  /**
   * Empty where the frame is no message, of no known type, or has too many parts or too long a key.
   */
  static Optional<Message> decode(byte[] frame) {
    if (!ProtoParts.within(frame, KadLimits.MESSAGE_PARTS_MAX, KadCodec::holdsParts)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Message.parseFrom(frame))
          .filter(message -> message.getType() != MessageType.UNRECOGNIZED)
          .filter(message -> message.getKey().size() <= KadLimits.KEY_BYTES_MAX);
    } catch (InvalidProtocolBufferException malformed) {
      return Optional.empty();
    }
  }

  private static boolean holdsParts(int depth, int field) {
    return depth == 0
        && (field == Message.CLOSER_PEERS_FIELD_NUMBER
            || field == Message.PROVIDER_PEERS_FIELD_NUMBER);
  }

  /** Asks for the peers nearest to a key. */
  static Message findNode(ByteString key) {
    return Message.newBuilder().setType(MessageType.FIND_NODE).setKey(key).build();
  }

  /**
   * The peers of an answer, as far as their ids are valid, with those of their addresses that are
   * of use over a connection of this scope; a peer may be left with none.
   */
  static List<Contact> nearer(Message answer, AddressScope scope) {
    return answer.getCloserPeersList().stream()
        .limit(KadLimits.ANSWER_PEERS_MAX)
        .flatMap(
            peer ->
                PeerId.decode(peer.getId().toByteArray()).stream()
                    .map(id -> Contact.of(id, scope.usable(addresses(id, peer)))))
        .toList();
  }

  private static List<Multiaddr> addresses(PeerId id, Peer peer) {
    return peer.getAddrsList().stream()
        .limit(KadLimits.CLAIMED_ADDRESSES_MAX)
        .flatMap(bytes -> Multiaddr.decode(bytes.toByteArray()).stream())
        .filter(address -> address.peerId().map(id::equals).orElse(true))
        .toList();
  }

  static Peer peer(Contact contact, ConnectionType connection) {
    Peer.Builder peer =
        Peer.newBuilder()
            .setId(ByteString.copyFrom(contact.peer().bytes()))
            .setConnection(connection);
    contact.addresses().forEach(a -> peer.addAddrs(ByteString.copyFrom(a.bytes())));
    return peer.build();
  }
}
