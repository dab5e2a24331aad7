package org.datanet.node.libp2p.mdns;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.Test;

class LocalDiscoveryTest {

  private static final PeerId ALICE = peer(1);
  private static final PeerId BOB = peer(2);
  private static final Multiaddr TCP = Multiaddr.parse("/ip4/192.0.2.1/tcp/4190");
  private static final Multiaddr QUIC = Multiaddr.parse("/ip4/192.0.2.1/udp/4190/quic-v1");

  private static PeerId peer(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return Identity.ofEd25519Seed(seed).peerId();
  }

  private static byte[] text(String... lines) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (String line : lines) {
      text.write(line.length());
      text.writeBytes(line.getBytes(US_ASCII));
    }
    return text.toByteArray();
  }

  private static Optional<InetAddress> multicastAddress() throws SocketException {
    for (NetworkInterface candidate : NetworkInterface.networkInterfaces().toList()) {
      if (candidate.isUp() && candidate.supportsMulticast() && !candidate.isLoopback()) {
        Optional<InetAddress> ip =
            candidate.inetAddresses().filter(a -> a.getAddress().length == 4).findFirst();
        if (ip.isPresent()) {
          return ip;
        }
      }
    }
    return Optional.empty();
  }

  @Test
  void twoHostsOfAServiceFindEachOtherAndNotThoseOfAnother() throws IOException {
    Optional<InetAddress> ip = multicastAddress();
    assumeTrue(ip.isPresent(), "no interface here speaks multicast");
    Map<PeerId, List<Multiaddr>> byAlice = new ConcurrentHashMap<>();
    Map<PeerId, List<Multiaddr>> byBob = new ConcurrentHashMap<>();
    Map<PeerId, List<Multiaddr>> byCarol = new ConcurrentHashMap<>();

    try (LocalDiscovery alice =
            LocalDiscovery.start(
                "dn-one", ALICE, List.of(ip.get()), List.of(TCP, QUIC), byAlice::put);
        LocalDiscovery bob =
            LocalDiscovery.start("dn-one", BOB, List.of(ip.get()), List.of(TCP), byBob::put);
        LocalDiscovery carol =
            LocalDiscovery.start(
                "dn-two", peer(3), List.of(ip.get()), List.of(TCP), byCarol::put)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> byAlice.containsKey(BOB) && byBob.containsKey(ALICE));
    }

    assertThat(byAlice).containsOnlyKeys(BOB);
    assertThat(byBob).containsExactly(Map.entry(ALICE, List.of(TCP, QUIC)));
    assertThat(byCarol).isEmpty();
  }

  @Test
  void readsTheAddressesOfATextAndPassesOverTheRest() {
    byte[] text =
        text(
            "dnsaddr=" + TCP.withPeerId(ALICE),
            "dnsaddr=/ip4/192.0.2.1/tcp/4190",
            "dnsaddr=/onion3/xyz:1234/p2p/" + ALICE,
            "other=thing",
            "dnsaddr=" + QUIC.withPeerId(ALICE));

    assertThat(LocalDiscovery.parse(text)).containsExactly(Map.entry(ALICE, List.of(TCP, QUIC)));
  }

  @Test
  void survivesATextThatEndsEarlyOrHasTooMuch() {
    byte[] cut = {50, 'd', 'n', 's'};
    String[] many = new String[100];
    for (int i = 0; i < many.length; i++) {
      many[i] = "dnsaddr=" + Multiaddr.parse("/ip4/192.0.2.1/tcp/" + (1 + i)).withPeerId(BOB);
    }

    assertThat(LocalDiscovery.parse(cut)).isEmpty();
    assertThat(LocalDiscovery.parse(text(many)).get(BOB)).hasSize(LocalDiscovery.ADDRESSES_MAX);
  }

  @Test
  void refusesAServiceNameThatDnsWouldNot() {
    assertThatThrownBy(
            () ->
                LocalDiscovery.start(
                    "too.long.and-dotted", BOB, List.of(), List.of(), (p, a) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
