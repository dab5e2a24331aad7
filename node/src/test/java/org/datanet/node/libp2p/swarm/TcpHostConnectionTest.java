package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.swarm.HostFixture.SOON;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.junit.jupiter.api.Test;

class TcpHostConnectionTest extends HostConnectionContract {

  TcpHostConnectionTest() {
    super(Wire.TCP);
  }

  @Test
  void closesASocketThatSpeaksGarbage() throws IOException {
    Swarm server = fixture.host(1);
    int port = Wire.TCP.portOf(fixture.bind(server));

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(server.counters().get(Event.NEGOTIATION_FAILED)).isEqualTo(1);
    await().atMost(SOON).until(() -> server.socketCount() == 0);
  }

  @Test
  void closesASocketThatSpeaksGarbageInsteadOfNoise() throws IOException {
    Swarm server = fixture.host(1);
    int port = Wire.TCP.portOf(fixture.bind(server));

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write("\u0013/multistream/1.0.0\n\u0007/noise\n".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff});

      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(new String(answer, StandardCharsets.US_ASCII)).endsWith("/noise\n");
    }
    assertThat(server.counters().get(Event.HANDSHAKE_FAILED)).isEqualTo(1);
  }

  @Test
  void closesASocketThatSaysNothing() throws IOException {
    Swarm server = fixture.host(1, config -> config.withTimeouts(1_000, 100, 1_000));
    int port = Wire.TCP.portOf(fixture.bind(server));

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(server.counters().get(Event.HANDSHAKE_TIMED_OUT)).isEqualTo(1);
  }

  @Test
  void aCancelledDialClosesItsSocket() throws IOException {
    Swarm client = fixture.host(1);
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<PeerConnection> dial =
          client.connect(Wire.TCP.onLoopback(silent.getLocalPort())).toCompletableFuture();
      try (Socket accepted = silent.accept()) {
        dial.cancel(false);

        accepted.getInputStream().readAllBytes();
        await().atMost(SOON).until(() -> client.socketCount() == 0);
      }
    }
  }
}
