package org.datanet.node.libp2p.peerbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.record.PeerRecord;
import org.junit.jupiter.api.Test;

class PeerBookTest {

  private static final Identity ALICE = identity(1);
  private static final PeerId BOB = identity(2).peerId();
  private static final Multiaddr HOME = Multiaddr.parse("/ip4/10.0.0.1/tcp/4190");
  private static final Multiaddr WORK = Multiaddr.parse("/ip4/10.0.0.2/udp/4190/quic-v1");
  private static final long DAY_MS = 24L * 3_600_000;

  private final PeerBook book = new PeerBook(identity(9).peerId(), 1);

  private static Identity identity(int number) {
    byte[] seed = new byte[32];
    seed[30] = (byte) (number >>> 8);
    seed[31] = (byte) number;
    return Identity.ofEd25519Seed(seed);
  }

  private static ByteString signed(Identity identity, long seq, Multiaddr... addresses) {
    return PeerRecord.seal(identity, seq, List.of(addresses));
  }

  @Test
  void putsAnAddressThatAnsweredBeforeOnesThatNeverDid() {
    book.learn(BOB, List.of(HOME), 0);

    book.reached(BOB, WORK, 1);

    assertThat(book.addresses(BOB)).containsExactly(WORK, HOME);
  }

  @Test
  void keepsNoAddressThatLeadsNowhere() {
    book.learn(
        BOB,
        List.of(
            Multiaddr.parse("/ip4/0.0.0.0/tcp/4190"),
            Multiaddr.parse("/ip4/10.0.0.1/tcp/0"),
            Multiaddr.parse("/ip4/224.0.0.1/tcp/4190"),
            Multiaddr.parse("/ip4/10.0.0.1/udp/4190")),
        0);

    assertThat(book.size()).isZero();
  }

  @Test
  void takesWhatAPeerSignsInsteadOfWhatOthersSay() {
    book.learn(ALICE.peerId(), List.of(HOME), 0);

    Optional<PeerRecord> taken = book.learnSigned(signed(ALICE, 7, WORK), 1);

    assertThat(taken).isPresent();
    assertThat(book.addresses(ALICE.peerId())).containsExactly(WORK);
    assertThat(book.signedRecord(ALICE.peerId())).contains(signed(ALICE, 7, WORK));
  }

  @Test
  void passesOverAnOlderWordOfThePeerItself() {
    book.learnSigned(signed(ALICE, 7, WORK), 0);

    assertThat(book.learnSigned(signed(ALICE, 6, HOME), 1)).isEmpty();
    assertThat(book.addresses(ALICE.peerId())).containsExactly(WORK);
  }

  @Test
  void takesNoRecordThatIsNotItsPeersOwn() {
    ByteString envelope = signed(ALICE, 7, WORK);
    byte[] forged = envelope.toByteArray();
    forged[forged.length - 1] ^= 1;

    assertThat(book.learnSigned(ByteString.copyFrom(forged), 0)).isEmpty();
    assertThat(book.size()).isZero();
  }

  @Test
  void dialsAPeerThatFailsLessAndLessOften() {
    book.learn(BOB, List.of(HOME), 0);
    long atMs = 0;
    long waitBefore = 0;
    for (int i = 0; i < 5; i++) {
      book.failed(BOB, atMs);
      long failedAt = atMs;
      assertThat(book.toDial(Set.of(), 10, atMs)).isEmpty();
      while (book.toDial(Set.of(), 10, atMs).isEmpty()) {
        atMs += 100;
      }
      assertThat(atMs - failedAt).isGreaterThan(waitBefore);
      waitBefore = atMs - failedAt;
    }

    assertThat(waitBefore).isLessThanOrEqualTo(PeerBookLimits.BACKOFF_MAX_MS * 5 / 4);
  }

  @Test
  void dialsNobodyTwiceNorWhoIsBannedOrExcluded() {
    for (int i = 1; i <= 4; i++) {
      book.learn(identity(i).peerId(), List.of(HOME), 0);
    }
    book.connected(identity(1).peerId(), 0);
    book.ban(new Ban(identity(2).peerId(), 100, "spam"), 0);

    assertThat(book.toDial(Set.of(identity(3).peerId()), 10, 1))
        .containsExactly(identity(4).peerId());
    assertThat(book.toDial(Set.of(identity(3).peerId()), 10, 100))
        .contains(identity(2).peerId(), identity(4).peerId());
  }

  @Test
  void forgetsAPeerThatNobodyReachedForAWeek() {
    book.learn(BOB, List.of(HOME), 0);
    for (int i = 0; i < PeerBookLimits.FORGET_AFTER_FAILURES; i++) {
      assertThat(book.size()).isEqualTo(1);
      book.failed(BOB, 8 * DAY_MS);
    }

    assertThat(book.size()).isZero();
  }

  @Test
  void aCrowdOfNewNamesDoesNotPushOutWhoWasReached() {
    book.reached(BOB, HOME, 1);
    book.disconnected(BOB, 10);
    book.failed(BOB, 11);
    book.learn(ALICE.peerId(), List.of(HOME), 0);
    book.connected(ALICE.peerId(), 1);
    for (int i = 0; i < 2 * PeerBookLimits.PEERS_MAX; i++) {
      book.learn(identity(1_000 + i).peerId(), List.of(HOME), 20);
    }

    assertThat(book.size()).isEqualTo(PeerBookLimits.PEERS_MAX);
    assertThat(book.addresses(BOB)).isNotEmpty();
    assertThat(book.addresses(ALICE.peerId())).isNotEmpty();
  }

  @Test
  void aHintIsDialledLastAndTakesNobodysPlace() {
    book.hint(BOB, List.of(HOME));
    book.learn(ALICE.peerId(), List.of(HOME), 5);
    book.hint(ALICE.peerId(), List.of(WORK));
    List<PeerId> order = book.toDial(Set.of(), 10, 10);
    for (int i = 0; i < PeerBookLimits.PEERS_MAX; i++) {
      book.learn(identity(1_000 + i).peerId(), List.of(HOME), 5);
    }
    book.hint(identity(3).peerId(), List.of(HOME));

    assertThat(order).containsExactly(ALICE.peerId(), BOB);
    assertThat(book.addresses(ALICE.peerId())).containsExactly(HOME);
    assertThat(book.addresses(BOB)).isEmpty();
    assertThat(book.addresses(identity(3).peerId())).isEmpty();
  }

  @Test
  void dialsWhoWasReachedBeforeWhoWasOnlyHeardOf() {
    book.reached(BOB, HOME, 1);
    book.failed(BOB, 2);
    book.learn(ALICE.peerId(), List.of(HOME), DAY_MS);

    assertThat(book.toDial(Set.of(), 1, DAY_MS)).containsExactly(BOB);
  }

  @Test
  void aPeerThatWasGoneBeforeItsDialWasReportedIsDialledAgain() {
    book.learn(BOB, List.of(HOME), 0);
    book.connected(BOB, 1);
    book.disconnected(BOB, 2);

    book.reached(BOB, HOME, 3);

    assertThat(book.toDial(Set.of(), 10, DAY_MS)).containsExactly(BOB);
  }

  @Test
  void aPeerOfWhichNoAddressWasKnownIsNotDialledWhileItIsConnected() {
    book.connected(BOB, 1);

    book.reached(BOB, HOME, 2);

    assertThat(book.toDial(Set.of(), 10, DAY_MS)).isEmpty();
  }

  @Test
  void anAddressThatAnsweredStaysFirstAfterARestartThoughThePeerDoesNotNameIt() {
    book.learnSigned(signed(ALICE, 7, HOME), 1);
    book.reached(ALICE.peerId(), WORK, 2);

    PeerBook later = new PeerBook(identity(9).peerId(), 2);
    KeptPeers.restore(later, KeptPeers.entries(book, 3), 3);

    assertThat(later.addresses(ALICE.peerId())).containsExactly(WORK, HOME);
    assertThat(later.peers()).isEqualTo(book.peers());
    assertThat(later.learnSigned(signed(ALICE, 6, HOME), 4)).isEmpty();
  }

  @Test
  void keepsAFewAddressesOfAPeerThatNamesMany() {
    for (int i = 0; i < 100; i++) {
      book.learn(BOB, List.of(Multiaddr.parse("/ip4/10.0.0.1/tcp/" + (4_000 + i))), 0);
    }

    assertThat(book.addresses(BOB)).hasSize(PeerBookLimits.ADDRESSES_MAX);
  }

  @Test
  void bansAreBoundedAndTheOneThatEndsFirstIsLifted() {
    for (int i = 0; i <= PeerBookLimits.BANS_MAX; i++) {
      book.ban(new Ban(identity(1_000 + i).peerId(), 1_000 + i, "spam"), 0);
    }

    assertThat(book.bans(0)).hasSize(PeerBookLimits.BANS_MAX);
    assertThat(book.ban(identity(1_000).peerId(), 0)).isEmpty();
  }

  @Test
  void aBanEndsWhenItsTimeIsOverOrItIsLifted() {
    book.ban(new Ban(BOB, 100, "spam"), 0);

    assertThat(book.ban(BOB, 99)).map(Ban::reason).contains("spam");
    assertThat(book.ban(BOB, 100)).isEmpty();
    assertThat(book.unban(BOB)).isTrue();
    assertThat(book.unban(BOB)).isFalse();
  }

  @Test
  void isTheSameAfterARestart() {
    book.reached(BOB, WORK, 5);
    book.learnSigned(signed(ALICE, 7, HOME), 6);
    book.failed(ALICE.peerId(), 7);
    book.ban(new Ban(BOB, 100, "spam"), 8);

    PeerBook later = new PeerBook(identity(9).peerId(), 2);
    later.restore(book.peers(), book.bans(8), 9);

    assertThat(later.peers()).isEqualTo(book.peers());
    assertThat(later.bans(9)).isEqualTo(book.bans(9));
  }

  @Test
  void neverKnowsItself() {
    book.learn(identity(9).peerId(), List.of(HOME), 0);
    book.learnSigned(signed(identity(9), 7, HOME), 1);
    book.ban(new Ban(identity(9).peerId(), 100, "spam"), 0);

    assertThat(book.size()).isZero();
    assertThat(book.bans(0)).isEmpty();
  }
}
