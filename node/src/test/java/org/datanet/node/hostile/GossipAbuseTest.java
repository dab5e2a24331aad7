package org.datanet.node.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.hostile.Arena.PATIENCE;
import static org.datanet.node.hostile.Arena.TOPIC;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.datanet.hostilekit.HostileGossip;
import org.datanet.hostilekit.HostilePeer;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIHave;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIWant;
import org.datanet.node.libp2p.wire.PubsubWire.ControlMessage;
import org.datanet.node.libp2p.wire.PubsubWire.ControlPrune;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a member of the gossip network can do to it. */
class GossipAbuseTest {

  private static final String ELSEWHERE = "127.0.0.2";

  /** Every bounded thing of gossip may be full of one peer's making, and no more. */
  private static final long HEAP_BYTES_MAX = 48L << 20;

  @RegisterExtension private final Arena arena = new Arena();

  private final SplittableRandom random = new SplittableRandom(23);

  private HostilePeer join(int number) throws IOException {
    return arena.with(HostilePeer.joinFrom(ELSEWHERE, arena.port(), number));
  }

  /** A peer that has subscribed and grafted, as an honest one would. */
  private HostileGossip gossip(HostilePeer peer) throws IOException {
    HostileGossip gossip = new HostileGossip(peer);
    gossip.send(HostileGossip.subscribe(TOPIC.name()));
    gossip.send(HostileGossip.graft(TOPIC.name()));
    return gossip;
  }

  private static RPC message(String text) {
    return HostileGossip.message(TOPIC.name(), text.getBytes(UTF_8));
  }

  private ByteString randomId() {
    byte[] id = new byte[32];
    random.nextBytes(id);
    return ByteString.copyFrom(id);
  }

  private void assertBanned(HostilePeer peer) throws IOException {
    assertThat(peer.isCutOffWithin(PATIENCE)).isTrue();
    await().atMost(PATIENCE).until(() -> arena.isBanned(peer));
  }

  private void assertBounded() {
    arena.assertGossipIsBounded();
    assertThat(arena.grown().heapBytes()).isLessThan(HEAP_BYTES_MAX);
  }

  private HostilePeer bannedForWrongMessages(int number) throws IOException {
    HostilePeer peer = join(number);
    HostileGossip gossip = gossip(peer);
    for (int i = 0; i < 11; i++) {
      gossip.send(message("wrong " + number + " " + i));
    }
    assertBanned(peer);
    return peer;
  }

  @Test
  void whoSendsWrongMessagesIsBannedAndRefusedAndInTheEndItsAddressToo() throws Exception {
    HostilePeer first = bannedForWrongMessages(1);
    assertThat(arena.reasonOfDrop(first)).get().asString().contains("rejected messages");
    HostilePeer again = join(1);
    assertThat(again.isCutOffWithin(PATIENCE)).isTrue();
    assertThat(arena.counted(Event.PEER_REFUSED)).isEqualTo(1);

    bannedForWrongMessages(2);
    bannedForWrongMessages(3);
    HostilePeer fourth = arena.with(HostilePeer.dialFrom(ELSEWHERE, arena.port(), 4));

    assertThat(fourth.isCutOffWithin(PATIENCE)).isTrue();
    assertThat(arena.counted(Event.INBOUND_REFUSED)).isEqualTo(1);
    assertThat(arena.timesHeardByBob("wrong 1 0")).isZero();
    arena.honestPeersGoOn(3);
    assertBounded();
  }

  @Test
  void whoeverIsPardonedMayComeBack() throws Exception {
    HostilePeer peer = bannedForWrongMessages(1);

    assertThat(arena.victim().unban(peer.peerId().toString())).isTrue();

    gossip(join(1)).send(message("sorry"));
    await().atMost(PATIENCE).until(() -> arena.timesHeardByBob("sorry") == 1);
    assertThat(arena.victim().bans()).isEmpty();
  }

  /** Our topics are StrictNoSign: a message that names an author is wrong whoever is named. */
  @Test
  void messagesInTheNameOfOthersAreRefused() throws Exception {
    HostilePeer peer = join(1);
    HostileGossip gossip = gossip(peer);
    Message.Builder forged = Message.newBuilder().setTopic(TOPIC.name());
    for (int i = 0; i < 11; i++) {
      forged
          .setFrom(ByteString.copyFromUtf8(arena.alice().localPeerId()))
          .setSeqno(randomId())
          .setSignature(randomId())
          .setData(ByteString.copyFromUtf8("forged " + i));
      gossip.send(RPC.newBuilder().addPublish(forged).build());
    }

    assertBanned(peer);
    arena.honestPeersGoOn(3);
    for (int i = 0; i < 11; i++) {
      assertThat(arena.timesHeardByBob("forged " + i)).isZero();
    }
  }

  /** Neither is anybody's fault for sure: it costs the peer nothing, and nobody else anything. */
  @Test
  void replayedAndStaleMessagesGoNoFurther() throws Exception {
    String genuine = "genuine";
    arena.alice().publish(TOPIC, genuine.getBytes(UTF_8)).toCompletableFuture().join();
    await().atMost(PATIENCE).until(() -> arena.timesHeardByBob(genuine) == 1);
    HostilePeer peer = join(1);
    HostileGossip gossip = gossip(peer);
    CompletableFuture<Void> flood =
        Arena.inBackground(
            () -> {
              for (int i = 0; i < 5_000; i++) {
                gossip.send(message(genuine));
                gossip.send(message("stale " + i));
              }
            });

    arena.honestPeersGoOn(5);
    flood.join();
    arena.honestPeersGoOn(1);

    assertThat(arena.timesHeardByBob(genuine)).isEqualTo(1);
    assertThat(arena.timesHeardByBob("stale 0")).isZero();
    assertThat(arena.isConnected(peer)).isTrue();
    assertBounded();
  }

  @Test
  void announcementsOfWhatNeverComesCostTheConnection() throws Exception {
    HostilePeer peer = join(1);
    HostileGossip gossip = gossip(peer);
    for (int i = 0; i < 10; i++) {
      ControlIHave.Builder lies = ControlIHave.newBuilder().setTopicID(TOPIC.name());
      for (int k = 0; k < 400; k++) {
        lies.addMessageIDs(randomId());
      }
      gossip.send(HostileGossip.control(ControlMessage.newBuilder().addIhave(lies)));
    }

    arena.honestPeersGoOn(3);

    assertThat(peer.isCutOffWithin(PATIENCE)).isTrue();
    await().atMost(PATIENCE).until(() -> arena.reasonOfDrop(peer).isPresent());
    assertThat(arena.reasonOfDrop(peer)).get().asString().contains("breaches of the protocol");
    assertThat(arena.isBanned(peer)).as("a broken link looks the same").isFalse();
    assertBounded();
  }

  @Test
  void floodsOfAnnouncementsAreHeardInPartAndEndInABan() throws Exception {
    HostilePeer peer = join(1);
    HostileGossip gossip = gossip(peer);
    ControlMessage.Builder many = ControlMessage.newBuilder();
    for (int i = 0; i < 500; i++) {
      many.addIhave(ControlIHave.newBuilder().setTopicID("another").addMessageIDs(randomId()));
    }
    CompletableFuture<Void> flood = floodUntilCutOff(gossip, HostileGossip.control(many));

    arena.honestPeersGoOn(3);

    flood.join();
    assertBanned(peer);
    assertBounded();
  }

  @Test
  void floodsOfRequestsAreServedInPartAndEndInABan() throws Exception {
    String wanted = "wanted";
    arena.alice().publish(TOPIC, wanted.getBytes(UTF_8)).toCompletableFuture().join();
    HostilePeer peer = join(1);
    HostileGossip gossip = gossip(peer);
    ControlIWant.Builder many = ControlIWant.newBuilder();
    ByteString id = ByteString.copyFrom(CryptoSuite.sha256().digest(wanted.getBytes(UTF_8)));
    for (int i = 0; i < 6_000; i++) {
      many.addMessageIDs(i % 2 == 0 ? id : randomId());
    }
    CompletableFuture<Void> flood =
        floodUntilCutOff(gossip, HostileGossip.control(ControlMessage.newBuilder().addIwant(many)));

    arena.honestPeersGoOn(3);

    flood.join();
    assertBanned(peer);
    assertBounded();
  }

  @Test
  void graftsInTheBackoffEndInABan() throws Exception {
    HostilePeer peer = join(1);
    HostileGossip gossip = gossip(peer);
    gossip.send(HostileGossip.prune(TOPIC.name()));
    for (int i = 0; i < 4; i++) {
      gossip.send(HostileGossip.graft(TOPIC.name()));
    }

    assertBanned(peer);
    arena.honestPeersGoOn(3);
    assertBounded();
  }

  @Test
  void stormsOfPrunesAreHeardInPartAndEndInABan() throws Exception {
    HostilePeer peer = join(1);
    HostileGossip gossip = gossip(peer);
    ControlMessage.Builder many = ControlMessage.newBuilder();
    for (int i = 0; i < 2_000; i++) {
      many.addPrune(ControlPrune.newBuilder().setTopicID(TOPIC.name()));
    }
    CompletableFuture<Void> storm = floodUntilCutOff(gossip, HostileGossip.control(many));

    arena.honestPeersGoOn(3);

    storm.join();
    assertBanned(peer);
    assertBounded();
  }

  @Test
  void framesThatAreTooLongOrNoRpcsEndInABan() throws Exception {
    HostilePeer tooLong = join(1);
    HostilePeer garbage = join(2);
    HostileGossip first = gossip(tooLong);
    HostileGossip second = gossip(garbage);
    for (int i = 0; i < 4; i++) {
      first.sendBytes(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f});
      first.nextStream();
      second.sendBytes(new byte[] {4, 0x0a, (byte) 0xff, (byte) 0xff, 0x7f});
    }

    assertBanned(tooLong);
    assertBanned(garbage);
    arena.honestPeersGoOn(3);
    assertBounded();
  }

  /** Says the same again and again. */
  private static CompletableFuture<Void> floodUntilCutOff(HostileGossip gossip, RPC rpc) {
    return Arena.inBackground(
        () -> {
          for (int i = 0; i < 5_000; i++) {
            gossip.send(rpc);
          }
        });
  }
}
