package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * STRICT_SIGN in the router. Its ids do not cover the bytes: anybody can send anything under the
 * author and number of a message that others wait for.
 */
class SignedTopicTest {

  private final GossipRouter router =
      new GossipRouter(GossipParams.DEFAULT, TopicRules.SIGNED, PeerKnowledge.NONE, 1);
  private final Identity author = MessagesTest.identity(9);
  private final Message genuine = new MessageSigner(author, 0).sign("t", data("genuine"));
  private final MessageRef ref = new MessageRef("t", MessageIds.AUTHOR_AND_SEQNO.of(genuine));
  private final PeerId a = MessagesTest.identity(1).peerId();
  private final PeerId b = MessagesTest.identity(2).peerId();
  private final PeerId c = MessagesTest.identity(3).peerId();

  @BeforeEach
  void meshOfThree() {
    router.subscribe("t");
    for (PeerId peer : List.of(a, b, c)) {
      router.peerConnected(peer, true, Optional.empty(), 0);
      RPC.Builder hello = RPC.newBuilder();
      hello.addSubscriptionsBuilder().setSubscribe(true).setTopicid("t");
      hello.getControlBuilder().addGraftBuilder().setTopicID("t");
      router.received(peer, hello.build(), 0);
    }
  }

  @Test
  void aMessageIsCheckedBeforeItIsDelivered() {
    List<Action> onArrival = receive(a, genuine);

    assertThat(onArrival).containsExactly(new Action.CheckSignature(1, genuine));
    assertThat(router.checked(1, true, 0)).containsExactly(new Action.Deliver(a, ref, genuine));
    assertThat(receivers(router.validated(ref, Verdict.ACCEPT, 0))).containsExactlyInAnyOrder(b, c);
  }

  @Test
  void copiesThatComeDuringTheCheckAreNotCheckedAgain() {
    receive(a, genuine);

    assertThat(receive(b, genuine)).isEmpty();
    router.checked(1, true, 0);
    assertThat(receivers(router.validated(ref, Verdict.ACCEPT, 0))).containsExactly(c);
  }

  @Test
  void whoeverSendsAForgeryPaysForItAndTheGenuineMessagePasses() {
    Message forgery = genuine.toBuilder().setData(data("forged")).build();
    receive(a, forgery);

    List<Action> genuineOnArrival = receive(b, genuine);
    List<Action> forgeryChecked = router.checked(1, false, 0);
    List<Action> genuineChecked = router.checked(2, true, 0);

    assertThat(genuineOnArrival).containsExactly(new Action.CheckSignature(2, genuine));
    assertThat(forgeryChecked).isEmpty();
    assertThat(genuineChecked).containsExactly(new Action.Deliver(b, ref, genuine));
    assertThat(router.score(a).invalid()).isNegative();
    assertThat(router.score(b).invalid()).isZero();
  }

  @Test
  void aForgeryThatCameFirstDoesNotKeepTheGenuineMessageFromItsOwnSender() {
    receive(a, genuine.toBuilder().setData(data("forged")).build());
    router.checked(1, false, 0);

    assertThat(receive(a, genuine)).containsExactly(new Action.CheckSignature(2, genuine));
  }

  @Test
  void onePeerHasOneMessageOfAnIdUnderCheckAtATime() {
    receive(a, genuine.toBuilder().setData(data("forged 0")).build());

    for (int i = 1; i < 100; i++) {
      assertThat(receive(a, genuine.toBuilder().setData(data("forged " + i)).build())).isEmpty();
    }
    assertThat(router.dropped()).isEqualTo(99);
    assertThat(receive(b, genuine)).hasSize(1);
  }

  @Test
  void aSecondMessageOfTheSameAuthorAndNumberWaitsForTheVerdictOnTheFirst() {
    Message second = new MessageSigner(author, 0).sign("t", data("second"));
    receive(a, genuine);
    receive(b, second);
    router.checked(1, true, 0);

    assertThat(router.checked(2, true, 0)).isEmpty();
    assertThat(router.validated(ref, Verdict.REJECT, 0))
        .containsExactly(new Action.Deliver(b, ref, second));
    assertThat(receivers(router.validated(ref, Verdict.ACCEPT, 0))).containsExactlyInAnyOrder(a, c);
  }

  @Test
  void aSecondMessageOfTheSameAuthorAndNumberIsDroppedWhenTheFirstIsAccepted() {
    Message second = new MessageSigner(author, 0).sign("t", data("second"));
    receive(a, genuine);
    receive(b, second);
    router.checked(1, true, 0);
    router.checked(2, true, 0);

    router.validated(ref, Verdict.ACCEPT, 0);

    assertThat(router.validated(ref, Verdict.ACCEPT, 0)).isEmpty();
    assertThat(receive(c, second)).isEmpty();
    assertThat(router.score(b).invalid()).isZero();
  }

  @Test
  void aMessageIsNeverSentToItsAuthor() {
    PeerId authorPeer = author.peerId();
    router.peerConnected(authorPeer, true, Optional.empty(), 0);
    RPC.Builder hello = RPC.newBuilder();
    hello.addSubscriptionsBuilder().setSubscribe(true).setTopicid("t");
    hello.getControlBuilder().addGraftBuilder().setTopicID("t");
    router.received(authorPeer, hello.build(), 0);
    receive(a, genuine);
    router.checked(1, true, 0);

    assertThat(receivers(router.validated(ref, Verdict.ACCEPT, 0))).containsExactlyInAnyOrder(b, c);
  }

  @Test
  void anUnsignedMessageIsRefusedUnseen() {
    assertThat(receive(a, Messages.unsigned("t", data("plain")))).isEmpty();

    assertThat(router.score(a).invalid()).isNegative();
  }

  @Test
  void theCheckOfAMessageThatIsNoLongerThereChangesNothing() {
    assertThat(router.checked(77, true, 0)).isEmpty();
  }

  private List<Action> receive(PeerId from, Message message) {
    return router.received(from, RPC.newBuilder().addPublish(message).build(), 0);
  }

  private static List<PeerId> receivers(List<Action> actions) {
    List<PeerId> receivers = new ArrayList<>();
    actions.forEach(action -> receivers.add(((Action.SendRpc) action).peer()));
    return receivers;
  }

  private static ByteString data(String text) {
    return ByteString.copyFromUtf8(text);
  }
}
