package org.datanet.node.libp2p.kad;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.KadWire.Message;
import org.datanet.node.libp2p.wire.KadWire.Message.ConnectionType;

/**
 * Answers requests as a node that keeps no records: whoever asks for a value or for providers is
 * told whom else to ask, and whoever brings one is not told that it was kept.
 */
final class Answers {

  private final RoutingTable table;
  private final Map<PeerId, Link> links;

  /**
   * @param links open connections, a view
   */
  Answers(RoutingTable table, Map<PeerId, Link> links) {
    this.table = table;
    this.links = links;
  }

  /** Empty where the kind of request is not answered. */
  Optional<Message> to(PeerId from, Message request) {
    Message.Builder answer = Message.newBuilder().setType(request.getType());
    return switch (request.getType()) {
      case FIND_NODE -> Optional.of(nearest(answer, from, request).build());
      case GET_VALUE, GET_PROVIDERS ->
          Optional.of(nearest(answer.setKey(request.getKey()), from, request).build());
      // A peer that kept the value would send the record back.
      case PUT_VALUE -> Optional.of(answer.setKey(request.getKey()).build());
      case PING -> Optional.of(answer.build());
      case ADD_PROVIDER -> Optional.empty();
      case UNRECOGNIZED -> throw new IllegalArgumentException("the decoder lets no such type in");
    };
  }

  private Message.Builder nearest(Message.Builder answer, PeerId from, Message request) {
    // Where the peer is cannot be told before the host has told us of its connection.
    AddressScope scope =
        Optional.ofNullable(links.get(from)).map(Link::scope).orElse(AddressScope.PUBLIC);
    byte[] key = request.getKey().toByteArray();
    List<Contact> told =
        new ArrayList<>(
            table
                .nearest(KadKey.of(key))
                .filter(contact -> !contact.peer().equals(from))
                .flatMap(contact -> told(contact, scope).stream())
                .limit(KadLimits.K)
                .toList());
    PeerId.decode(key)
        .filter(wanted -> !wanted.equals(from))
        .filter(wanted -> told.stream().noneMatch(contact -> contact.peer().equals(wanted)))
        .flatMap(this::known)
        .flatMap(contact -> told(contact, scope))
        .ifPresent(told::add);
    told.forEach(
        contact -> answer.addCloserPeers(KadCodec.peer(contact, connection(contact.peer()))));
    return answer;
  }

  /** A peer as it is shown over a connection of this scope; not at all where it has no address. */
  private static Optional<Contact> told(Contact contact, AddressScope scope) {
    return Optional.of(contact.withAddresses(scope.usable(contact.addresses())))
        .filter(shown -> !shown.addresses().isEmpty());
  }

  /** A peer that is connected, though it may serve nobody. */
  private Optional<Contact> known(PeerId wanted) {
    return Optional.ofNullable(links.get(wanted)).map(l -> Contact.of(wanted, l.addresses()));
  }

  private ConnectionType connection(PeerId peer) {
    return links.containsKey(peer) ? ConnectionType.CONNECTED : ConnectionType.CAN_CONNECT;
  }
}
