package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.junit.jupiter.api.Test;

class AnnouncedAddressesTest {

  private static List<Multiaddr> addresses(String... texts) {
    return Stream.of(texts).map(Multiaddr::parse).toList();
  }

  private static List<InetAddress> interfaces() throws UnknownHostException {
    return List.of(
        InetAddress.getByName("192.0.2.7"),
        InetAddress.getByName("2001:db8::7"),
        InetAddress.getByName("127.0.0.1"));
  }

  @Test
  void everyInterfaceStandsInThePlaceOfTheWildcard() throws UnknownHostException {
    assertThat(
            AnnouncedAddresses.of(
                List.of(),
                addresses("/ip4/0.0.0.0/tcp/4190", "/ip4/0.0.0.0/udp/4190/quic-v1"),
                interfaces()))
        .isEqualTo(
            addresses(
                "/ip4/192.0.2.7/tcp/4190",
                "/ip4/127.0.0.1/tcp/4190",
                "/ip4/192.0.2.7/udp/4190/quic-v1",
                "/ip4/127.0.0.1/udp/4190/quic-v1"));
  }

  @Test
  void anAddressThatIsListenedOnStandsForItself() throws UnknownHostException {
    List<Multiaddr> listening = addresses("/ip6/2001:db8::7/tcp/4190", "/ip4/127.0.0.1/tcp/1");

    assertThat(AnnouncedAddresses.of(List.of(), listening, interfaces())).isEqualTo(listening);
  }

  @Test
  void whatIsConfiguredIsAllThatIsSaid() throws UnknownHostException {
    List<Multiaddr> configured = addresses("/dns4/node.example.org/tcp/4190");

    assertThat(AnnouncedAddresses.of(configured, addresses("/ip4/0.0.0.0/tcp/4190"), interfaces()))
        .isEqualTo(configured);
  }
}
