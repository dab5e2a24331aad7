package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.swarm.HostFixture.SOON;
import static org.datanet.node.libp2p.swarm.HostFixture.get;
import static org.datanet.node.libp2p.swarm.HostFixture.listen;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DialRaceTest {

  @RegisterExtension final HostFixture fixture = new HostFixture();

  private static Multiaddr onLoopback(int port) {
    return Multiaddr.parse("/ip4/127.0.0.1/tcp/" + port);
  }

  private static Multiaddr closedPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return onLoopback(free.getLocalPort());
    }
  }

  @Test
  void takesTheNextAddressAtOnceWhenOneFails() throws IOException {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    Multiaddr good = listen(server);

    PeerConnection connection =
        get(client.connect(server.peerId(), List.of(closedPort(), closedPort(), good)));

    assertThat(connection.remotePeer()).isEqualTo(server.peerId());
    assertThat(connection.transport()).isEqualTo("tcp");
    assertThat(client.counters().get(Event.DIAL_FAILED)).isEqualTo(2);
    assertThat(client.socketCount()).isEqualTo(1);
  }

  @Test
  void anAddressThatSaysNothingLosesToTheNextAndItsSocketIsClosed() throws IOException {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Multiaddr> addresses = List.of(onLoopback(silent.getLocalPort()), listen(server));

      PeerConnection connection = get(client.connect(server.peerId(), addresses));

      assertThat(connection.remoteAddress()).isEqualTo(addresses.get(1).withoutPeerId());
      try (Socket accepted = silent.accept()) {
        accepted.getInputStream().readAllBytes(); // ends when the client closes
      }
      await().atMost(SOON).until(() -> client.socketCount() == 1);
    }
  }

  @Test
  void anotherPeerAtAnAddressIsNotTaken() {
    Swarm server = fixture.host(1);
    Swarm stranger = fixture.host(3);
    Swarm client = fixture.host(2);
    Multiaddr wrong = listen(stranger).withoutPeerId();

    PeerConnection connection =
        get(client.connect(server.peerId(), List.of(wrong, listen(server))));

    assertThat(connection.remotePeer()).isEqualTo(server.peerId());
    await().atMost(SOON).until(() -> stranger.socketCount() == 0);
  }

  @Test
  void tellsTheFirstFailureWithTheOthersWhenNoAddressAnswers() throws IOException {
    Swarm client = fixture.host(1);
    Swarm nobody = fixture.host(2);
    List<Multiaddr> addresses = List.of(closedPort(), closedPort());

    assertThatThrownBy(() -> get(client.connect(nobody.peerId(), addresses)))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("cannot connect to " + addresses.getFirst())
        .satisfies(thrown -> assertThat(thrown.getCause().getSuppressed()).hasSize(1));
    await().atMost(SOON).until(() -> client.socketCount() == 0);
  }

  @Test
  void leavesOutAddressesOfOtherPeersAndOfUnknownKinds() {
    Swarm client = fixture.host(1);
    Swarm nobody = fixture.host(2);
    Swarm stranger = fixture.host(3);
    List<Multiaddr> addresses =
        List.of(listen(stranger), Multiaddr.parse("/ip4/127.0.0.1/udp/4190"));

    assertThatThrownBy(() -> get(client.connect(nobody.peerId(), addresses)))
        .hasMessageContaining("no address that can be dialled");
    assertThat(stranger.counters().get(Event.INBOUND_OPENED)).isZero();
  }

  @Test
  void aCancelledRaceClosesEverySocket() throws IOException {
    Swarm client = fixture.host(1);
    Swarm nobody = fixture.host(2);
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<PeerConnection> race =
          client
              .connect(nobody.peerId(), List.of(onLoopback(silent.getLocalPort()), closedPort()))
              .toCompletableFuture();
      try (Socket accepted = silent.accept()) {
        race.cancel(false);

        accepted.getInputStream().readAllBytes();
        await().atMost(SOON).until(() -> client.socketCount() == 0);
      }
    }
  }
}
