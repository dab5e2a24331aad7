package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.node.libp2p.kad.AddressScope.LOOPBACK;
import static org.datanet.node.libp2p.kad.AddressScope.PRIVATE;
import static org.datanet.node.libp2p.kad.AddressScope.PUBLIC;

import java.util.List;
import java.util.stream.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressScopeTest {

  @ParameterizedTest
  @CsvSource({
    "/ip4/127.0.0.1/tcp/1, LOOPBACK",
    "/ip4/127.9.9.9/udp/1/quic-v1, LOOPBACK",
    "/ip6/::1/tcp/1, LOOPBACK",
    "/ip6/::ffff:127.0.0.1/tcp/1, LOOPBACK",
    "/ip4/10.1.2.3/tcp/1, PRIVATE",
    "/ip4/172.16.0.1/tcp/1, PRIVATE",
    "/ip4/192.168.0.1/tcp/1, PRIVATE",
    "/ip4/100.64.0.1/tcp/1, PRIVATE",
    "/ip6/fd00::1/tcp/1, PRIVATE",
    "/ip6/::ffff:10.0.0.1/tcp/1, PRIVATE",
    "/ip4/8.8.8.8/tcp/1, PUBLIC",
    "/ip4/100.128.0.1/tcp/1, PUBLIC",
    "/ip4/172.32.0.1/udp/1/quic-v1, PUBLIC",
    "/ip6/2a00:1450::1/tcp/1, PUBLIC",
  })
  void knowsFromWhereAnAddressCanBeReached(String address, AddressScope scope) {
    assertThat(AddressScope.of(Multiaddr.parse(address))).contains(scope);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/0.0.0.0/tcp/1",
        "/ip4/0.1.2.3/tcp/1",
        "/ip4/169.254.169.254/tcp/80",
        "/ip4/224.0.0.1/tcp/1",
        "/ip4/255.255.255.255/tcp/1",
        "/ip4/8.8.8.8/tcp/0",
        "/ip4/8.8.8.8/udp/1",
        "/ip6/::/tcp/1",
        "/ip6/fe80::1/tcp/1",
        "/ip6/ff02::1/tcp/1",
        "/ip6/64:ff9b::7f00:1/tcp/1",
        "/ip6/2002:7f00:1::/tcp/1",
        "/dns4/localhost/tcp/1",
        "/dns/example.org/tcp/1"
      })
  void letsNobodySendUsWhereNobodyListensOrWhereANameLeads(String address) {
    assertThat(AddressScope.of(Multiaddr.parse(address))).isEmpty();
  }

  @Test
  void believesOverAConnectionOnlyAddressesOfItsScopeAndWider() {
    List<Multiaddr> addresses =
        Stream.of("/ip4/127.0.0.1/tcp/1", "/ip4/10.0.0.1/tcp/1", "/ip4/8.8.8.8/tcp/1")
            .map(Multiaddr::parse)
            .toList();

    assertThat(LOOPBACK.usable(addresses)).isEqualTo(addresses);
    assertThat(PRIVATE.usable(addresses)).isEqualTo(addresses.subList(1, 3));
    assertThat(PUBLIC.usable(addresses)).isEqualTo(addresses.subList(2, 3));
  }

  @Test
  void keepsFewAddressesOfAPeer() {
    List<Multiaddr> many =
        Stream.iterate(1, port -> port + 1)
            .limit(1_000)
            .map(port -> Multiaddr.parse("/ip4/8.8.8.8/tcp/" + port))
            .toList();

    assertThat(PUBLIC.usable(many)).isEqualTo(many.subList(0, KadLimits.ADDRESSES_MAX));
  }

  @Test
  void aPeerThatListensOnAllItsAddressesListensOnTheOneThatWeSee() {
    Link inbound =
        new Link(
            Multiaddr.parse("/ip4/8.8.4.4/tcp/50123"),
            false,
            List.of(
                Multiaddr.parse("/ip4/0.0.0.0/tcp/4001"),
                Multiaddr.parse("/ip4/0.0.0.0/udp/4001/quic-v1"),
                Multiaddr.parse("/ip4/10.0.0.7/tcp/4001"),
                Multiaddr.parse("/ip6/::/tcp/4001")));

    assertThat(inbound.addresses())
        .extracting(Multiaddr::toString)
        .containsExactly("/ip4/8.8.4.4/tcp/4001", "/ip4/8.8.4.4/udp/4001/quic-v1");
  }

  @Test
  void anAddressThatWasDialledComesFirst() {
    Link outbound =
        new Link(
            Multiaddr.parse("/ip4/8.8.4.4/tcp/4001"),
            true,
            List.of(
                Multiaddr.parse("/ip4/9.9.9.9/tcp/1"), Multiaddr.parse("/ip4/8.8.4.4/tcp/4001")));

    assertThat(outbound.addresses())
        .extracting(Multiaddr::toString)
        .containsExactly("/ip4/8.8.4.4/tcp/4001", "/ip4/9.9.9.9/tcp/1");
  }
}
