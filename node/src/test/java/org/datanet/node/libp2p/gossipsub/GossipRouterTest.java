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
  void graylistsAPeerWhoseRejectsPassTheBound() {
    script.run("join t", "connect A in");
    List<String> last = List.of();
    for (int i = 0; i <= GossipParams.Limits.DEFAULT.rejectsMax(); i++) {
      last = script.run("recv A msg t bad" + i, "reject t bad" + i);
    }

    assertThat(last).containsExactly("disconnect A");
    assertThat(script.run("recv A msg t more")).isEmpty();
    assertThat(script.run("leave A", "connect A in")).containsExactly("disconnect A");
    assertThat(script.run("wait 600000", "connect A in")).containsExactly("A: sub t");
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
  void graftsUpToTheTargetDegreeAtTheHeartbeat() {
    script.run("join t");
    connect(20, "out", "sub t");

    List<String> grafts = script.run("beat");

    assertThat(grafts).hasSize(6).allMatch(line -> line.endsWith(": graft t"));
    assertThat(script.mesh("t")).hasSize(6);
    assertThat(script.run("beat")).isEmpty();
  }

  @Test
  void prunesToTheTargetDegreeKeepingOutboundPeers() {
    script.run("join t");
    connect(11, "in", "sub t; graft t");
    script.run("connect A out", "recv A sub t; graft t", "connect B out", "recv B sub t; graft t");
    assertThat(script.mesh("t")).hasSize(13);

    List<String> prunes = script.run("beat");

    assertThat(prunes).hasSize(7).allMatch(line -> line.endsWith(": prune t 60"));
    assertThat(script.mesh("t")).hasSize(6).contains("A", "B");
  }

  @Test
  void graftsOutboundPeersWhereTheMeshHasTooFew() {
    script.run("join t");
    connect(6, "in", "sub t; graft t");
    script.run("connect A out", "recv A sub t", "connect B out", "recv B sub t");

    assertThat(script.run("beat")).containsExactlyInAnyOrder("A: graft t", "B: graft t");
  }

  @Test
  void aFullMeshTakesOnlyOutboundPeers() {
    script.run("join t");
    connect(12, "in", "sub t; graft t");
    script.run("connect A in", "connect B out");

    assertThat(script.run("recv A sub t; graft t")).containsExactly("A: prune t 60");
    assertThat(script.run("recv B sub t; graft t")).isEmpty();
    assertThat(script.mesh("t")).contains("B").doesNotContain("A");
  }

  @Test
  void aGraftWithinTheBackoffIsPrunedAndProlongsIt() {
    script.run("join t", "connect A in", "recv A sub t; graft t", "recv A prune t 60");

    assertThat(script.run("wait 30000", "recv A graft t")).containsExactly("A: prune t 60");
    assertThat(script.run("wait 40000", "recv A graft t")).containsExactly("A: prune t 60");
    assertThat(script.run("wait 60000", "recv A graft t")).isEmpty();
    assertThat(script.mesh("t")).containsExactly("A");
  }

  @Test
  void doesNotGraftAPeerBeforeItsBackoffAndSlackHavePassed() {
    script.run("join t", "connect A in", "recv A sub t", "beat", "recv A prune t 5");

    assertThat(script.run("wait 4000", "beat")).isEmpty();
    assertThat(script.run("beat")).containsExactly("A: graft t");
  }

  @Test
  void keepsTheBackoffOfATopicItLeftAndJoinsAgain() {
    script.run("join t", "connect A in", "recv A sub t", "beat");

    assertThat(script.run("quit t")).containsExactly("A: unsub t; prune t 10");
    assertThat(script.run("join t", "beat")).isEmpty();
    assertThat(script.run("wait 10000", "beat")).containsExactly("A: graft t");
  }

  @Test
  void aGraftForAnUnknownTopicIsNotAnswered() {
    assertThat(script.run("join t", "connect A in", "recv A sub u; graft u")).isEmpty();
  }

  @Test
  void announcesMessagesToPeersOutsideTheMeshForThreeHeartbeats() {
    script.run("join t");
    connect(6, "out", "sub t");
    script.run("beat", "connect Z in", "recv Z sub t", "recv p0 msg t news", "accept t news");

    for (int heartbeat = 0; heartbeat < 3; heartbeat++) {
      assertThat(script.run("beat")).containsExactly("Z: ihave t news");
    }
    assertThat(script.run("beat")).isEmpty();
  }

  @Test
  void gossipGoesToAQuarterOfManyPeersOutsideTheMesh() {
    script.run("join t");
    connect(46, "out", "sub t");
    script.run("beat", "recv p0 msg t news", "accept t news");

    assertThat(script.run("beat")).hasSize(10).allMatch(line -> line.endsWith(": ihave t news"));
  }

  @Test
  void asksOnePeerForAMessageItLacksAndAnotherWhenThatOneStaysSilent() {
    script.run("join t", "connect A out", "connect B out");

    assertThat(script.run("recv A ihave t lost,other")).containsExactly("A: iwant lost,other");
    assertThat(script.run("recv B ihave t lost")).isEmpty();
    script.run("recv A msg t other", "wait 3000");
    assertThat(script.run("recv B ihave t lost,other")).containsExactly("B: iwant lost");
    assertThat(script.run("recv B msg t lost")).containsExactly("deliver B t lost");
  }

  @Test
  void answersIwantFiveHeartbeatsLongAndThreeTimesAPeer() {
    script.run("join t", "connect A out", "connect B out", "publish t mine");

    for (int i = 0; i < 3; i++) {
      assertThat(script.run("recv A iwant mine")).containsExactly("A: msg t mine");
    }
    assertThat(script.run("recv A iwant mine")).isEmpty();
    script.run("beat", "beat", "beat", "beat");
    assertThat(script.run("recv B iwant mine")).containsExactly("B: msg t mine");
    assertThat(script.run("beat", "recv B iwant mine")).isEmpty();
  }

  @Test
  void aPeerGraftedNowHearsWhatItMissedBefore() {
    script.run("join t", "connect A out", "publish t early", "recv A sub t");

    assertThat(script.run("beat")).containsExactly("A: graft t", "A: ihave t early");
    script.run("connect B in");
    assertThat(script.run("recv B sub t; graft t")).containsExactly("B: ihave t early");
  }

  @Test
  void floodsItsOwnMessagesToAllSubscribersAndDoesNotDeliverThem() {
    script.run("join t");
    connect(20, "out", "sub t");
    script.run("connect Z out", "recv Z sub u", "beat");

    assertThat(script.run("publish t mine")).hasSize(20).allMatch(l -> l.endsWith(": msg t mine"));
    assertThat(script.run("recv p3 msg t mine")).isEmpty();
    assertThat(script.run("publish t mine")).isEmpty();
  }

  @Test
  void withoutFloodingItPublishesToASteadyFanoutOfATopicItDoesNotJoin() {
    RouterScript quiet =
        new RouterScript(
            new GossipParams(
                GossipParams.Mesh.DEFAULT,
                GossipParams.Timing.DEFAULT,
                GossipParams.Limits.DEFAULT,
                false));
    for (int i = 0; i < 20; i++) {
      quiet.run("connect p" + i + " out", "recv p" + i + " sub t");
    }

    List<String> first = receivers(quiet.run("publish t one"));
    List<String> second = receivers(quiet.run("publish t two"));

    assertThat(first).hasSize(6).isEqualTo(second);
  }

  @Test
  void hearsNoMoreIhavesAndIdsThanTheCaps() {
    script.run("join t", "connect A out");
    GossipParams.Limits limits = GossipParams.Limits.DEFAULT;

    for (int i = 0; i < limits.ihavesPerHeartbeatMax(); i++) {
      assertThat(script.run("recv A ihave t w" + i)).containsExactly("A: iwant w" + i);
    }
    assertThat(script.run("recv A ihave t eleventh")).isEmpty();
    script.run("beat");
    String many =
        String.join(",", IntStream.range(0, 6_000).mapToObj(i -> "m" + i).toArray(String[]::new));
    List<String> asked = script.run("recv A ihave t " + many);
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).split(",")).hasSize(limits.idsPerHeartbeatMax());
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
    GossipParams.Limits l = GossipParams.Limits.DEFAULT;
    GossipParams.Limits tight =
        new GossipParams.Limits(
            l.messageBytesMax(),
            l.rpcBytesMax(),
            l.topicBytesMax(),
            l.topicsPerPeerMax(),
            l.controlEntriesMax(),
            l.idsPerHeartbeatMax(),
            l.ihavesPerHeartbeatMax(),
            l.retransmissionsMax(),
            3,
            2,
            l.pendingBytesMax(),
            l.seenMax(),
            l.cachedBytesMax(),
            l.rejectsMax(),
            l.peersRememberedMax());
    RouterScript narrow =
        new RouterScript(
            new GossipParams(GossipParams.Mesh.DEFAULT, GossipParams.Timing.DEFAULT, tight, true));
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
    ByteString id = MessageId.of(ByteString.EMPTY).digest();
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

    assertThatThrownBy(() -> script.router.publish("t", large, 0))
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

  private void connect(int count, String direction, String hello) {
    for (int i = 0; i < count; i++) {
      script.run("connect p" + i + " " + direction, "recv p" + i + " " + hello);
    }
  }

  private static List<String> receivers(List<String> sends) {
    return sends.stream().map(line -> line.substring(0, line.indexOf(':'))).toList();
  }
}
