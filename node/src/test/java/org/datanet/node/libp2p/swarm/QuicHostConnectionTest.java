package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.swarm.HostFixture.SOON;
import static org.datanet.node.libp2p.swarm.HostFixture.get;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.junit.jupiter.api.Test;

class QuicHostConnectionTest extends HostConnectionContract {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  QuicHostConnectionTest() {
    super(Wire.QUIC);
  }

  /** The first datagram of a dial. */
  private static DatagramPacket receiveFirst(DatagramSocket socket) throws IOException {
    DatagramPacket first = new DatagramPacket(new byte[2048], 2048);
    socket.setSoTimeout((int) SOON.toMillis());
    socket.receive(first);
    return first;
  }

  @Test
  void datagramsOfGarbageTakeNoPlaceAndDoNotDisturb() throws IOException {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    Multiaddr address = fixture.bind(server);
    Random random = new Random(3);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 1_000; i++) {
        byte[] garbage = new byte[1 + random.nextInt(1_400)];
        random.nextBytes(garbage);
        socket.send(
            new DatagramPacket(garbage, garbage.length, LOOPBACK, Wire.QUIC.portOf(address)));
      }
    }

    PeerConnection connection = get(client.connect(address));

    assertThat(connection.remotePeer()).isEqualTo(server.peerId());
    await().atMost(SOON).until(() -> server.connections().size() == 1);
    assertThat(server.socketCount()).isEqualTo(1);
  }

  @Test
  void givesUpAPeerThatNeverAnswers() throws IOException {
    Swarm client = fixture.host(1, config -> config.withTimeouts(200, 10_000, 1_000));
    try (DatagramSocket silent = new DatagramSocket(0, LOOPBACK)) {
      Multiaddr address = Wire.QUIC.onLoopback(silent.getLocalPort());

      assertThatThrownBy(() -> get(client.connect(address))).hasMessageContaining("no answer");
    }
    assertThat(client.counters().get(Event.HANDSHAKE_TIMED_OUT)).isEqualTo(1);
    await().atMost(SOON).until(() -> client.socketCount() == 0);
  }

  @Test
  void givesUpADiallerThatFallsSilentInTheHandshake() throws IOException {
    Swarm server = fixture.host(1, config -> config.withTimeouts(1_000, 100, 1_000));
    Swarm client = fixture.host(2);
    InetSocketAddress address =
        new InetSocketAddress(LOOPBACK, Wire.QUIC.portOf(fixture.bind(server)));
    try (DatagramSocket between = new DatagramSocket(0, LOOPBACK)) {
      CompletableFuture<PeerConnection> dial =
          client.connect(Wire.QUIC.onLoopback(between.getLocalPort())).toCompletableFuture();
      DatagramPacket hello = receiveFirst(between);

      between.send(new DatagramPacket(hello.getData(), hello.getLength(), address));

      await().atMost(SOON).until(() -> server.counters().get(Event.HANDSHAKE_TIMED_OUT) == 1);
      await().atMost(SOON).until(() -> server.socketCount() == 0);
      dial.cancel(false);
    }
  }

  @Test
  void aCancelledDialClosesItsSocket() throws IOException {
    Swarm client = fixture.host(1);
    try (DatagramSocket silent = new DatagramSocket(0, LOOPBACK)) {
      CompletableFuture<PeerConnection> dial =
          client.connect(Wire.QUIC.onLoopback(silent.getLocalPort())).toCompletableFuture();
      receiveFirst(silent);
      assertThat(client.socketCount()).isEqualTo(1);

      dial.cancel(false);

      await().atMost(SOON).until(() -> client.socketCount() == 0);
    }
  }
}
