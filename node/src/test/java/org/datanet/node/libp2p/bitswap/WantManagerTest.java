package org.datanet.node.libp2p.bitswap;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.BitswapWire.Message.Wantlist;
import org.junit.jupiter.api.Test;

class WantManagerTest {

  private static final PeerId A = peer(1);
  private static final PeerId B = peer(2);
  private static final PeerId C = peer(3);

  private final WantManager wants = new WantManager();
  private final List<String> arrived = new ArrayList<>();
  private final List<Fetch> completed = new ArrayList<>();

  @Test
  void asksThePreferredPeerForTheBlockAndNobodyElse() {
    connect(A, B, C);

    wants.start(fetch(Optional.of(B), "x"), 0);

    assertThat(told(B)).containsExactly("block x");
    assertThat(told(A)).isEmpty();
    assertThat(told(C)).isEmpty();
  }

  @Test
  void asksAllOthersWhenThePreferredPeerLacksTheBlockAndTakesItFromTheFirstThatHasIt() {
    connect(A, B, C);
    Fetch fetch = fetch(Optional.of(B), "x");
    wants.start(fetch, 0);
    told(B);

    wants.onPresence(B, cid("x"), false, 10);
    assertThat(told(A)).containsExactly("have x");
    assertThat(told(C)).containsExactly("have x");
    wants.onPresence(C, cid("x"), true, 20);
    assertThat(told(C)).containsExactly("block x");
    deliver(C, "x", 30);

    assertThat(arrived).containsExactly("x");
    assertThat(completed).containsExactly(fetch);
    assertThat(told(A)).containsExactly("cancel x");
    assertThat(wants.counts(C).blocksReceived()).isEqualTo(1);
  }

  @Test
  void passesOverAPeerThatStaysSilent() {
    connect(A, B);
    wants.start(fetch(Optional.of(A), "x"), 0);
    told(A);

    wants.tick(1_999);
    assertThat(told(B)).isEmpty();
    wants.tick(2_000);

    assertThat(told(A)).containsExactly("cancel x");
    assertThat(told(B)).containsExactly("block x");
  }

  @Test
  void waitsForAPeerThatKeepsSendingOtherBlocks() {
    connect(A, B);
    wants.start(fetch(Optional.of(A), "x", "y"), 0);
    told(A);

    deliver(A, "x", 1_500);
    wants.tick(2_100);

    assertThat(told(B)).isEmpty();
  }

  @Test
  void asksAgainForWhatNobodyHad() {
    connect(A);
    wants.start(fetch(Optional.empty(), "x"), 0);
    assertThat(told(A)).containsExactly("block x");
    wants.onPresence(A, cid("x"), false, 10);
    wants.tick(1_000);
    assertThat(told(A)).isEmpty();

    wants.tick(2_010);

    assertThat(told(A)).containsExactly("block x");
  }

  @Test
  void asksAPeerThatConnectsForWhatNobodyHad() {
    wants.start(fetch(Optional.empty(), "x"), 0);

    wants.peerConnected(A, 5);

    assertThat(told(A)).containsExactly("block x");
  }

  @Test
  void turnsToAnotherPeerWhenTheOneAskedLeaves() {
    connect(A, B);
    wants.start(fetch(Optional.of(A), "x"), 0);

    wants.peerDisconnected(A, 5);

    assertThat(told(B)).containsExactly("block x");
  }

  @Test
  void refusesACorruptBlockAndCountsItsSender() {
    connect(A);
    wants.start(fetch(Optional.of(A), "x"), 0);

    boolean taken =
        wants.onBlock(A, cid("x").prefix(), ByteString.copyFromUtf8("not x"), 10, completed);

    assertThat(taken).isFalse();
    assertThat(arrived).isEmpty();
    assertThat(wants.counts(A).corrupt()).isEqualTo(1);
  }

  @Test
  void asksNoMoreOfAPeerThatSentManyCorruptBlocks() {
    connect(A, B);
    for (int i = 0; i < WantManager.CORRUPT_MAX; i++) {
      wants.onBlock(A, cid("x").prefix(), ByteString.copyFromUtf8("junk" + i), 10, completed);
    }

    wants.start(fetch(Optional.of(A), "x"), 20);

    assertThat(told(A)).isEmpty();
    assertThat(told(B)).containsExactly("block x");
  }

  @Test
  void aLateDuplicateIsNotCountedAsCorrupt() {
    connect(A, B);
    wants.start(fetch(Optional.of(A), "x"), 0);
    deliver(A, "x", 1);

    deliver(B, "x", 2);

    assertThat(arrived).containsExactly("x");
    assertThat(wants.counts(B).corrupt()).isZero();
  }

  @Test
  void keepsNoMoreInFlightThanTheWindowAndRefillsIt() {
    connect(A);
    String[] names = IntStream.range(0, 3_000).mapToObj(i -> "n" + i).toArray(String[]::new);
    Fetch fetch = fetch(Optional.of(A), names);
    wants.start(fetch, 0);

    assertThat(wants.takeEntries(A, 10_000)).hasSize(WantManager.WINDOW);
    for (String name : names) {
      deliver(A, name, 1);
    }

    assertThat(completed).containsExactly(fetch);
    assertThat(arrived).hasSize(3_000);
  }

  @Test
  void twoFetchesOfOneBlockShareItsWant() {
    connect(A);
    Fetch first = fetch(Optional.of(A), "x");
    Fetch second = fetch(Optional.of(A), "x");
    wants.start(first, 0);
    wants.start(second, 0);
    assertThat(told(A)).containsExactly("block x");

    wants.end(first, 1);
    deliver(A, "x", 2);

    assertThat(completed).containsExactly(second);
    assertThat(arrived).containsExactly("x");
  }

  @Test
  void cancelsWhatItAskedForWhenAFetchEnds() {
    connect(A);
    Fetch fetch = fetch(Optional.of(A), "x");
    wants.start(fetch, 0);
    told(A);

    wants.end(fetch, 1);

    assertThat(told(A)).containsExactly("cancel x");
  }

  private void connect(PeerId... peers) {
    for (PeerId peer : peers) {
      wants.peerConnected(peer, 0);
    }
  }

  private Fetch fetch(Optional<PeerId> preferred, String... names) {
    BlockSink sink =
        (from, cid, data) -> arrived.add(new String(data, java.nio.charset.StandardCharsets.UTF_8));
    Fetch fetch = new Fetch(preferred, sink, Long.MAX_VALUE);
    for (String name : names) {
      fetch.missing.add(cid(name));
    }
    return fetch;
  }

  private void deliver(PeerId from, String name, long nowMs) {
    wants.onBlock(from, cid(name).prefix(), ByteString.copyFromUtf8(name), nowMs, completed);
  }

  private List<String> told(PeerId peer) {
    return wants.takeEntries(peer, 100).stream().map(WantManagerTest::text).toList();
  }

  private static String text(Wantlist.Entry entry) {
    String name =
        List.of("x", "y").stream()
            .filter(known -> cid(known).bytes().equals(entry.getBlock()))
            .findFirst()
            .orElse("?");
    String verb =
        entry.getCancel()
            ? "cancel"
            : entry.getWantType() == Wantlist.WantType.HAVE ? "have" : "block";
    return verb + " " + name;
  }

  static BlockCid cid(String name) {
    ByteString raw = ByteString.copyFrom(new byte[] {1, 0x55, 0x12, 32});
    return BlockCid.of(raw, ByteString.copyFromUtf8(name)).orElseThrow();
  }

  static PeerId peer(int i) {
    byte[] key = new byte[32];
    key[0] = (byte) i;
    return PeerId.ofEd25519(key);
  }
}
