package org.datanet.node.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vectors of multiformats/go-multiaddr's {@code TestStringToBytes}, and the forms this host uses.
 */
class MultiaddrTest {

  private static final String PEER = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";

  @ParameterizedTest
  @CsvSource({
    "/ip4/127.0.0.1/udp/1234, 047f000001910204d2",
    "/ip4/127.0.0.1/tcp/4321, 047f0000010610e1",
    "/ip4/127.0.0.1/udp/1234/quic-v1, 047f000001910204d2cd03",
    "/ip6/2001:8a0:7ac5:4201:3ac9:86ff:fe31:7095/tcp/8000, 29200108a07ac542013ac986fffe317095061f40",
    "/dns4/example.com/tcp/443, 360b6578616d706c652e636f6d0601bb",
    "/dns6/example.com/tcp/443, 370b6578616d706c652e636f6d0601bb",
    "/dns/example.com/tcp/443, 350b6578616d706c652e636f6d0601bb",
    "/p2p/QmcgpsyWgH8Y8ajJz1Cu72KnS5uo2Aa2LpzU7kinSupNKC, a503221220d52ebb89d85b02a284948203a62ff28389c57c9f42beec4ec20db76a68911c0b",
  })
  void writesAndReadsTheBinaryForm(String text, String hex) {
    Multiaddr address = Multiaddr.parse(text);

    assertThat(HexFormat.of().formatHex(address.bytes())).isEqualTo(hex);
    assertThat(Multiaddr.decode(HexFormat.of().parseHex(hex))).contains(address);
    assertThat(address).hasToString(text);
  }

  @Test
  void putsThePeerOnAndTakesItOff() {
    Multiaddr address = Multiaddr.parse("/ip4/10.0.0.1/tcp/4001");
    PeerId peer = PeerId.parse(PEER);

    Multiaddr full = address.withPeerId(peer);

    assertThat(full).hasToString("/ip4/10.0.0.1/tcp/4001/p2p/" + PEER);
    assertThat(full.peerId()).contains(peer);
    assertThat(full.withoutPeerId()).isEqualTo(address);
    assertThat(full.withPeerId(peer)).isEqualTo(full);
    assertThat(Multiaddr.parse("/ip4/10.0.0.1/tcp/4001/ipfs/" + PEER)).isEqualTo(full);
  }

  @Test
  void givesTheSocketAddressOfEachTransport() {
    assertThat(Multiaddr.parse("/ip4/10.0.0.1/tcp/4001/p2p/" + PEER).tcpAddress())
        .contains(new InetSocketAddress("10.0.0.1", 4001));
    assertThat(Multiaddr.parse("/ip6/::1/udp/4001/quic-v1").quicAddress())
        .contains(new InetSocketAddress("::1", 4001));
    assertThat(Multiaddr.parse("/dns4/example.com/tcp/1").tcpAddress())
        .contains(InetSocketAddress.createUnresolved("example.com", 1));
    assertThat(Multiaddr.parse("/ip4/10.0.0.1/udp/4001/quic-v1").tcpAddress()).isEmpty();
    assertThat(Multiaddr.parse("/ip4/10.0.0.1/udp/4001").quicAddress()).isEmpty();
    assertThat(Multiaddr.parse("/p2p/" + PEER).tcpAddress()).isEmpty();
  }

  @Test
  void readsBackWhatASocketAddressGave() {
    InetSocketAddress v4 = new InetSocketAddress("127.0.0.1", 9);
    InetSocketAddress v6 = new InetSocketAddress("2001:db8::1", 9);

    assertThat(Multiaddr.ofTcp(v4)).hasToString("/ip4/127.0.0.1/tcp/9");
    assertThat(Multiaddr.ofQuic(v6)).hasToString("/ip6/2001:db8::1/udp/9/quic-v1");
    assertThat(Multiaddr.ofQuic(v6).quicAddress()).contains(v6);
  }

  @Test
  void keepsAnIpv4MappedAddressInItsFamily() {
    Multiaddr mapped = Multiaddr.parse("/ip6/::ffff:7f00:1/tcp/1");

    assertThat(mapped.bytes()).hasSize(1 + 16 + 1 + 2);
    assertThat(Multiaddr.decode(mapped.bytes())).contains(mapped);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "ip4/1.2.3.4",
        "/ip4",
        "/ip4/",
        "/ip4/1.2.3",
        "/ip4/::1",
        "/ip6/1.2.3.4",
        "/ip6/fe80::1%eth0",
        "/ip4/1.2.3.4/tcp/65536",
        "/ip4/1.2.3.4/tcp/-1",
        "/ip4/1.2.3.4/tcp",
        "/ip4/1.2.3.4/ws",
        "/dns4/a b/tcp/1",
        "/p2p/nobody",
        "/ip4/1.2.3.4/tcp/1/",
        "/quic-v1/quic-v1/quic-v1/quic-v1/quic-v1/quic-v1/quic-v1/quic-v1/quic-v1"
      })
  void refusesTextThatIsNoAddress(String text) {
    assertThatThrownBy(() -> Multiaddr.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesEveryTruncationAndForeignParts() {
    byte[] whole = Multiaddr.parse("/dns4/example.com/tcp/443/p2p/" + PEER).bytes();
    int peerStart = 1 + 1 + 11 + 1 + 2;

    for (int length = 0; length < whole.length; length++) {
      boolean endsAtAPart = length == 13 || length == peerStart;
      assertThat(Multiaddr.decode(Arrays.copyOf(whole, length)).isPresent()).isEqualTo(endsAtAPart);
    }
    assertThat(Multiaddr.decode(HexFormat.of().parseHex("047f0000010610e1dd03"))).isEmpty();
    assertThat(Multiaddr.decode(new byte[Multiaddr.BYTES_MAX + 1])).isEmpty();
    assertThat(Multiaddr.decode(HexFormat.of().parseHex("3601ff0601bb"))).isEmpty();
  }
}
