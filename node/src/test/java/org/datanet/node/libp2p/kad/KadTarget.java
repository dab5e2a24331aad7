package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.kad.KadRouter.Failure;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.wire.KadWire.Message;

/**
 * Whatever a peer sends is refused, or is answered with a message of bounded size and makes a
 * lookup ask a few peers.
 */
public final class KadTarget implements FuzzTarget {

  private static final int PEERS = 30;

  @Override
  public String name() {
    return "kad";
  }

  @Override
  public void accept(byte[] input) {
    KadCodec.decode(input)
        .ifPresent(
            message -> {
              assertNamesAreBounded(message);
              assertAnswerIsAMessage(message);
              assertLookupAsksFew(message);
            });
  }

  private static void assertNamesAreBounded(Message message) {
    for (AddressScope scope : AddressScope.values()) {
      List<Contact> nearer = KadCodec.nearer(message, scope);
      assertThat(nearer).hasSizeLessThanOrEqualTo(KadLimits.ANSWER_PEERS_MAX);
      for (Contact contact : nearer) {
        assertThat(contact.addresses()).hasSizeLessThanOrEqualTo(KadLimits.ADDRESSES_MAX);
        for (Multiaddr address : contact.addresses()) {
          assertThat(Multiaddr.decode(address.bytes())).contains(address);
        }
      }
    }
  }

  private static KadRouter router() {
    KadRouter router = new KadRouter(Peers.peer(0), KadTiming.DEFAULT, 1);
    IntStream.rangeClosed(1, PEERS)
        .forEach(i -> router.identified(Peers.peer(i), Peers.linkTo(i), true, 0));
    return router;
  }

  private static void assertAnswerIsAMessage(Message message) {
    router()
        .request(Peers.peer(1), message)
        .ifPresent(
            answer -> {
              byte[] frame = answer.toByteArray();
              assertThat(frame).hasSizeLessThanOrEqualTo(KadLimits.MESSAGE_BYTES_MAX);
              assertThat(KadCodec.decode(frame)).contains(answer);
              assertThat(answer.getCloserPeersCount()).isLessThanOrEqualTo(KadLimits.K + 1);
            });
  }

  private static void assertLookupAsksFew(Message message) {
    KadRouter router = new KadRouter(Peers.peer(0), KadTiming.DEFAULT, 1);
    List<KadAction> first = router.identified(Peers.peer(1), Peers.linkTo(1), true, 0);
    long request = ((KadAction.Ask) first.getFirst()).request();

    List<KadAction> then = router.answered(request, Peers.linkTo(1), message, 1);

    assertThat(then).hasSizeLessThanOrEqualTo(KadLimits.TRUST_FIRST);
    assertThat(router.table().size()).isEqualTo(1);
    for (KadAction action : then) {
      router.failed(((KadAction.Ask) action).request(), Failure.NO_ANSWER, 2);
    }
    assertThat(router.searchesUnderWay()).isZero();
  }

  /** Two routers, one of thirty peers. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (8 << 20) + 2048L * inputBytes;
  }
}
