package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;
import org.junit.jupiter.api.Test;

class GossipRouterTest {

  private final RouterScript script = new RouterScript();

  @Test
  void tellsItsTopicsToWhoeverConnects() {
    assertThat(script.run("join t", "connect A out")).containsExactly("A: sub t");
    assertThat(script.run("join u")).containsExactly("A: sub u");
    assertThat(script.run("quit u")).containsExactly("A: unsub u");
  }

  @Test
  void forwardsAMessageOnlyAfterItsVerdictAndNeverBackToItsSenders() {
    script.run("join t", "connect A out", "connect B out", "connect C out");
    script.run("recv A sub t", "recv B sub t", "recv C sub t", "beat");

    assertThat(script.run("recv A msg t hello")).containsExactly("deliver A t hello");
    assertThat(script.run("recv B msg t hello")).isEmpty();
    assertThat(script.run("accept t hello")).containsExactly("C: msg t hello");
    assertThat(script.run("recv C msg t hello")).isEmpty();
    assertThat(script.counts("A")).isEqualTo(new VerdictCounts(1, 0, 0));
  }

  @Test
  void doesNotForwardWhatIsIgnoredAndDoesNotHearItAgain() {
    script.run("join t", "connect A out", "connect B out", "recv A sub t", "recv B sub t", "beat");

    assertThat(script.run("recv A msg t late", "ignore t late")).isEmpty();
    assertThat(script.run("recv B msg t late")).isEmpty();
    assertThat(script.counts("A")).isEqualTo(new VerdictCounts(0, 1, 0));
  }

  @Test
  void aRejectedMessageDoesNotPoisonTheSeenCache() {
    script.run("join t", "connect A out", "connect B out", "recv A sub t", "recv B sub t", "beat");

    assertThat(script.run("recv A msg t odd", "reject t odd")).isEmpty();

    assertThat(script.run("recv B msg t odd")).containsExactly("deliver B t odd");
    assertThat(script.run("accept t odd")).containsExactly("A: msg t odd");
    assertThat(script.counts("A")).isEqualTo(new VerdictCounts(0, 0, 1));
  }

  @Test
  void dataRefusedInOneTopicIsStillHeardInAnother() {
    script.run("join t", "join u", "connect A out", "connect B out");

    script.run("recv A msg u vote", "ignore u vote");

    assertThat(script.run("recv B msg t vote")).containsExactly("deliver B t vote");
  }

  @Test
  void everyoneWhoSentARejectedMessageIsCounted() {
    script.run("join t", "connect A out", "connect B out");

    script.run("recv A msg t bad", "recv B msg t bad", "reject t bad");

    assertThat(script.counts("A").rejected()).isEqualTo(1);
    assertThat(script.counts("B").rejected()).isEqualTo(1);
  }

  @Test
  void refusesMessagesThatAreSignedOrNameAnAuthor() {
    script.run("join t", "connect A out");
    Message plain = Message.newBuilder().setTopic("t").setData(script.data("x")).build();
    ByteString some = ByteString.copyFromUtf8("some");
    List<Message> refused =
        List.of(
            plain.toBuilder().setFrom(some).build(),
            plain.toBuilder().setSeqno(some).build(),
            plain.toBuilder().setSignature(some).build(),
            plain.toBuilder().setKey(some).build(),
            plain.toBuilder().clearTopic().build());

    for (Message message : refused) {
      RPC rpc = RPC.newBuilder().addPublish(message).build();
      assertThat(script.router.received(script.peer("A"), rpc, 0)).isEmpty();
    }

    assertThat(script.counts("A").rejected()).isEqualTo(5);
  }

  @Test
  void floodsItsOwnMessagesToAllSubscribersAndDoesNotDeliverThem() {
    script.run("join t");
    script.connect(20, "out", "sub t");
    script.run("connect Z out", "recv Z sub u", "beat");

    assertThat(script.run("publish t mine")).hasSize(20).allMatch(l -> l.endsWith(": msg t mine"));
    assertThat(script.run("recv p3 msg t mine")).isEmpty();
    assertThat(script.run("publish t mine")).isEmpty();
  }

  @Test
  void withoutFloodingItPublishesToASteadyFanoutOfATopicItDoesNotJoin() {
    RouterScript quiet =
        new RouterScript(
            GossipParams.DEFAULT.with(
                new GossipParams.Options(false, 2, 16, 4_096, java.util.Set.of())));
    for (int i = 0; i < 20; i++) {
      quiet.run("connect p" + i + " out", "recv p" + i + " sub t");
    }

    List<String> first = receivers(quiet.run("publish t one"));
    List<String> second = receivers(quiet.run("publish t two"));

    assertThat(first).hasSize(6).isEqualTo(second);
  }

  @Test
  void remembersNoMoreTopicsOfAPeerThanTheCap() {
    script.run("connect A out");
    for (int i = 0; i < 200; i++) {
      script.run("recv A sub t" + i);
    }

    long known =
        IntStream.range(0, 200).filter(i -> !script.router.subscribers("t" + i).isEmpty()).count();

    assertThat(known).isEqualTo(100);
  }

  @Test
  void dropsUnseenWhatIsTooMuchToValidate() {
    GossipLimits.Memory memory = GossipLimits.Memory.DEFAULT;
    RouterScript narrow =
        new RouterScript(
            GossipParams.DEFAULT.with(
                GossipLimits.DEFAULT.with(
                    new GossipLimits.Memory(
                        3,
                        2,
                        memory.pendingBytesMax(),
                        memory.seenMax(),
                        memory.cachedBytesMax(),
                        memory.wantedMax(),
                        memory.backoffsPerTopicMax(),
                        memory.peersCountedMax()))));
    narrow.run("join t", "connect A out", "connect B out", "recv A msg t a1", "recv A msg t a2");

    assertThat(narrow.run("recv A msg t a3")).isEmpty();
    assertThat(narrow.run("recv B msg t b1")).containsExactly("deliver B t b1");
    assertThat(narrow.run("recv B msg t b2")).isEmpty();
    assertThat(narrow.router.dropped()).isEqualTo(2);
    assertThat(narrow.run("accept t a1", "recv B msg t a3")).containsExactly("deliver B t a3");
  }

  @Test
  void forgetsWhatItSawAfterTheTimeToLive() {
    script.run("join t", "connect A out", "recv A msg t once", "accept t once");

    assertThat(script.run("wait 118000", "beat", "recv A msg t once")).isEmpty();
    assertThat(script.run("beat", "recv A msg t once")).containsExactly("deliver A t once");
  }

  @Test
  void cutsAnRpcThatIsOverTheLimitAndKeepsEveryPart() {
    RPC.Builder large = RPC.newBuilder();
    for (int i = 0; i < 50; i++) {
      large.addPublish(
          Message.newBuilder().setTopic("t").setData(ByteString.copyFrom(new byte[1_000 + i])));
    }
    ByteString id = MessageId.of(ByteString.EMPTY).bytes();
    large
        .getControlBuilder()
        .addIhaveBuilder()
        .setTopicID("t")
        .addAllMessageIDs(java.util.Collections.nCopies(1_200, id));

    List<RPC> fragments = RpcFragments.split(large.build(), 20_000);

    assertThat(fragments).allMatch(rpc -> rpc.getSerializedSize() <= 20_000);
    List<Message> messages = new ArrayList<>();
    fragments.forEach(rpc -> messages.addAll(rpc.getPublishList()));
    assertThat(messages).isEqualTo(large.getPublishList());
    assertThat(
            fragments.stream()
                .flatMap(rpc -> rpc.getControl().getIhaveList().stream())
                .mapToInt(ihave -> ihave.getMessageIDsCount())
                .sum())
        .isEqualTo(1_200);
  }

  @Test
  void publishingAboveTheLimitIsABugOfTheCaller() {
    ByteString large = ByteString.copyFrom(new byte[(1 << 20) + 1]);

    assertThatThrownBy(() -> script.router.publish(Messages.unsigned("t", large), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSameSeedAndEventsGiveTheSameActions() {
    RouterScript again = new RouterScript();
    List<List<String>> first = new ArrayList<>();
    List<List<String>> second = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String[] events = {
        "join t", "connect p" + i + " in", "recv p" + i + " sub t; graft t; msg t w" + i, "beat"
      };
      for (String event : events) {
        first.add(script.run(event));
        second.add(again.run(event));
      }
    }

    assertThat(first).isEqualTo(second);
  }

  private static List<String> receivers(List<String> sends) {
    return sends.stream().map(line -> line.substring(0, line.indexOf(':'))).toList();
  }
}
