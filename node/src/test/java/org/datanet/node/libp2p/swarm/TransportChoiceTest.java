package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.swarm.HostFixture.SOON;
import static org.datanet.node.libp2p.swarm.HostFixture.get;
import static org.datanet.node.libp2p.swarm.HostFixture.listen;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.quic.QuicTransport;
import org.datanet.node.libp2p.tcp.TcpTransport;
import org.datanet.node.libp2p.transport.TransportUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Hosts that speak both transports, and one that lacks a native library. */
class TransportChoiceTest {

  @RegisterExtension final HostFixture fixture = new HostFixture();

  private Swarm withoutNativeLibrary(int number) {
    UnsatisfiedLinkError missing = new UnsatisfiedLinkError("not for this machine");
    return fixture.host(
        number,
        (config, context) ->
            List.of(
                new QuicTransport(context, config.quic(), () -> Optional.of(missing)),
                new TcpTransport(context, config.yamux())));
  }

  @Test
  void takesQuicWhereItAnswersWithinItsHeadStartWhateverTheOrderOfAddresses() {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2, config -> config.withHeadStart(60_000));
    List<Multiaddr> addresses = List.of(listen(server, Wire.TCP), listen(server, Wire.QUIC));

    PeerConnection connection = get(client.connect(server.peerId(), addresses));

    assertThat(connection.transport()).isEqualTo("quic");
    assertThat(connection.remoteAddress()).isEqualTo(addresses.getLast().withoutPeerId());
    await().atMost(SOON).until(() -> client.socketCount() == 1);
  }

  @Test
  void fallsBackToTcpWhereUdpIsBlockedAndGivesUpTheDatagrams() throws IOException {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    try (DatagramSocket blocked = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      List<Multiaddr> addresses =
          List.of(Wire.QUIC.onLoopback(blocked.getLocalPort()), listen(server, Wire.TCP));

      PeerConnection connection = get(client.connect(server.peerId(), addresses));

      assertThat(connection.transport()).isEqualTo("tcp");
      await().atMost(SOON).until(() -> client.socketCount() == 1);
    }
  }

  @Test
  void manyBlockedAddressesDoNotHoldUpTheOtherTransport() throws IOException {
    Swarm server = fixture.host(1);
    // A dial that is not answered fails only after this test has.
    Swarm client = fixture.host(2, config -> config.withTimeouts(60_000, 60_000, 10_000));
    List<DatagramSocket> blocked = new ArrayList<>();
    List<Multiaddr> addresses = new ArrayList<>();
    for (int i = 0; i < DialRace.ADDRESSES_MAX; i++) {
      DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      blocked.add(socket);
      addresses.add(Wire.QUIC.onLoopback(socket.getLocalPort()));
    }
    addresses.add(listen(server, Wire.TCP));

    PeerConnection connection = get(client.connect(server.peerId(), addresses));

    assertThat(connection.transport()).isEqualTo("tcp");
    await().atMost(SOON).until(() -> client.socketCount() == 1);
    blocked.forEach(DatagramSocket::close);
  }

  @Test
  void withoutTheNativeLibraryAHostGoesOnWithTcp() {
    Swarm server = fixture.host(1);
    Swarm client = withoutNativeLibrary(2);
    List<Multiaddr> addresses = List.of(listen(server, Wire.QUIC), listen(server, Wire.TCP));

    PeerConnection connection = get(client.connect(server.peerId(), addresses));

    assertThat(connection.transport()).isEqualTo("tcp");
    assertThat(listen(client, Wire.TCP).tcpAddress()).isPresent();
    assertThat(client.listenAddresses()).hasSize(1);
  }

  @Test
  void saysOnceThatTheNativeLibraryIsMissing() throws IOException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(QuicTransport.class);
    log.start();
    logger.addAppender(log);
    Swarm host = withoutNativeLibrary(1);
    try {
      for (int i = 0; i < 3; i++) {
        Multiaddr address = Wire.QUIC.closedPort();
        assertThatThrownBy(() -> get(host.connect(address)))
            .hasMessageContaining("no native library");
      }
    } finally {
      logger.detachAppender(log);
    }

    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.WARN);
              assertThat(event.getFormattedMessage()).contains("peers are met over other");
            });
  }

  @Test
  void saysWhyItCannotListenWithoutTheNativeLibrary() {
    Swarm host = withoutNativeLibrary(1);
    Multiaddr address = Wire.QUIC.onLoopback(0);

    assertThatThrownBy(() -> get(host.listen(address)))
        .hasCauseInstanceOf(TransportUnavailableException.class)
        .hasMessageContaining("cannot listen on " + address)
        .hasMessageContaining("no native library");
    assertThat(host.listenAddresses()).isEmpty();
  }

  @Test
  void tellsPeersOfTheAddressesOfBothTransports() {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    Multiaddr tcp = listen(server, Wire.TCP);
    Multiaddr quic = listen(server, Wire.QUIC);

    PeerConnection connection = get(client.connect(quic));

    assertThat(server.listenAddresses()).containsExactly(quic.withoutPeerId(), tcp.withoutPeerId());
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(connection.remoteListenAddresses())
                    .containsExactlyInAnyOrder(tcp.withoutPeerId(), quic.withoutPeerId()));
  }
}
