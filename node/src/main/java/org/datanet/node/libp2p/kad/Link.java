package org.datanet.node.libp2p.kad;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.Multiaddr.Component;
import org.datanet.node.libp2p.multiformats.Multiaddr.Protocol;

/**
 * What a connection tells about where its peer is.
 *
 * @param remote where its packets come from
 * @param outbound true where that address was dialled, so that it can be again
 * @param listens where the peer says that it listens
 */
record Link(Multiaddr remote, boolean outbound, List<Multiaddr> listens) {

  Link {
    listens = List.copyOf(listens);
  }

  static Link of(PeerConnection connection) {
    return new Link(
        connection.remoteAddress().withoutPeerId(),
        connection.isOutbound(),
        connection.remoteListenAddresses());
  }

  /** Over link-local addresses we are in one network. */
  AddressScope scope() {
    return AddressScope.of(remote).orElse(AddressScope.PRIVATE);
  }

  /** True where the peer reached us from the internet. */
  boolean isFromOutside() {
    return !outbound && scope() == AddressScope.PUBLIC;
  }

  /** Who may be in one hand with the peer; nobody where it is not on the internet. */
  List<IpGroup> groups() {
    return AddressScope.ip(remote)
        .filter(ip -> AddressScope.of(ip).equals(Optional.of(AddressScope.PUBLIC)))
        .map(IpGroup::of)
        .orElse(List.of());
  }

  /** Where the peer can be dialled, as far as this connection shows; may be empty. */
  List<Multiaddr> addresses() {
    List<Multiaddr> addresses = new ArrayList<>();
    if (outbound) {
      addresses.add(remote);
    }
    listens.forEach(listening -> addresses.add(specified(listening)));
    return scope().usable(addresses);
  }

  /**
   * Those that the connection itself speaks for: the one that was dialled, and those that are of
   * the same host by their IP address. A peer cannot have others sent to a stranger's machine.
   */
  List<Multiaddr> verifiedAddresses() {
    Optional<InetAddress> seen = AddressScope.ip(remote);
    return addresses().stream().filter(address -> AddressScope.ip(address).equals(seen)).toList();
  }

  /** Who listens on all its addresses listens on the one that we see. */
  private Multiaddr specified(Multiaddr listening) {
    Component host = listening.components().getFirst();
    Component seen = remote.components().getFirst();
    boolean any =
        (host.protocol() == Protocol.IP4 || host.protocol() == Protocol.IP6)
            && AddressScope.ip(listening).filter(InetAddress::isAnyLocalAddress).isPresent();
    if (!any || host.protocol() != seen.protocol()) {
      return listening;
    }
    List<Component> components = new ArrayList<>(listening.components());
    components.set(0, seen);
    return new Multiaddr(components);
  }
}
