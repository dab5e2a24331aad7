package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.Test;

/** Who comes into the table of peer 0, and where it says that they are. */
class KadRouterTest {

  private static final PeerId PEER = Peers.peer(1);
  private static final Multiaddr SOCKET = Multiaddr.parse("/ip4/8.8.8.8/tcp/55555");
  private static final Multiaddr OWN = Multiaddr.parse("/ip4/8.8.8.8/tcp/4190");
  private static final Multiaddr OWN_QUIC = Multiaddr.parse("/ip4/8.8.8.8/udp/4190/quic-v1");
  private static final Multiaddr STRANGERS = Multiaddr.parse("/ip4/9.9.9.9/tcp/4190");

  private final KadRouter router = new KadRouter(Peers.peer(0), KadTiming.DEFAULT, 1);

  private List<Multiaddr> known() {
    return router.table().nearest(Peers.key(1)).flatMap(c -> c.addresses().stream()).toList();
  }

  @Test
  void aPeerThatCallsUsIsKnownWhereItCallsFrom() {
    Link link = new Link(SOCKET, false, List.of(STRANGERS, OWN, OWN_QUIC));

    router.identified(PEER, link, true, 0);

    assertThat(known()).containsExactly(OWN, OWN_QUIC);
  }

  @Test
  void aPeerThatClaimsOnlyAStrangersAddressIsNotTakenIn() {
    Link link = new Link(SOCKET, false, List.of(STRANGERS));

    router.identified(PEER, link, true, 0);

    assertThat(router.table().size()).isZero();
  }

  @Test
  void aPeerThatWeCalledIsKnownWhereItAnswered() {
    Link link = new Link(OWN, true, List.of(STRANGERS, OWN_QUIC));

    router.identified(PEER, link, true, 0);

    assertThat(known()).containsExactly(OWN, OWN_QUIC);
  }

  @Test
  void aPeerThatStopsServingIsNotNamedAnyMore() {
    Link link = new Link(OWN, true, List.of());
    router.identified(PEER, link, true, 0);

    router.identified(PEER, link, false, 0);

    assertThat(router.table().size()).isZero();
  }
}
