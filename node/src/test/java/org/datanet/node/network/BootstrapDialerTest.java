package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.Test;

class BootstrapDialerTest {

  private static final PeerId ALICE = Identity.ofEd25519Seed(new byte[32]).peerId();
  private static final Multiaddr TCP_OF_ALICE =
      Multiaddr.parse("/ip4/10.0.0.2/tcp/4190").withPeerId(ALICE);
  private static final Multiaddr QUIC_OF_ALICE =
      Multiaddr.parse("/ip4/10.0.0.2/udp/4190/quic-v1").withPeerId(ALICE);
  private static final List<Multiaddr> UNNAMED = List.of(Multiaddr.parse("/ip4/10.0.0.1/tcp/4190"));
  private static final List<Multiaddr> OF_ALICE = List.of(TCP_OF_ALICE, QUIC_OF_ALICE);

  private final BootstrapDialer dialer =
      new BootstrapDialer(List.of(TCP_OF_ALICE, UNNAMED.getFirst(), QUIC_OF_ALICE), 1);

  @Test
  void dialsTheAddressesOfAPeerTogetherAndOnceAtATime() {
    assertThat(dialer.due(Set.of(), 0)).containsExactly(OF_ALICE, UNNAMED);
    assertThat(dialer.due(Set.of(), 0)).isEmpty();
  }

  @Test
  void dialsNobodyWhoIsConnected() {
    assertThat(dialer.due(Set.of(ALICE), 0)).containsExactly(UNNAMED);
    dialer.succeeded(UNNAMED, ALICE, 0);

    assertThat(dialer.due(Set.of(ALICE), 60_000)).isEmpty();
    assertThat(dialer.names(ALICE)).isTrue();
  }

  @Test
  void waitsLongerAfterEachFailureUpToHalfAMinute() {
    long nowMs = 0;
    long waitedMs = 0;
    for (int failure = 0; failure < 10; failure++) {
      dialer.failed(UNNAMED, nowMs);
      long longerMs = waitUntilDue(nowMs);
      assertThat(longerMs).isGreaterThan(Math.min(waitedMs, 29_999));
      nowMs += longerMs;
      waitedMs = longerMs;
    }

    assertThat(waitedMs).isBetween(30_000L, 37_500L);
  }

  @Test
  void startsOverAfterASuccess() {
    dialer.due(Set.of(), 0);
    dialer.failed(UNNAMED, 0);
    dialer.failed(UNNAMED, 0);
    dialer.succeeded(UNNAMED, ALICE, 0);

    assertThat(dialer.due(Set.of(), 499)).isEmpty();
    assertThat(dialer.due(Set.of(), 625)).containsExactly(UNNAMED);
  }

  private long waitUntilDue(long fromMs) {
    long nowMs = fromMs;
    while (!dialer.due(Set.of(), nowMs).contains(UNNAMED)) {
      nowMs += 1;
    }
    return nowMs - fromMs;
  }
}
