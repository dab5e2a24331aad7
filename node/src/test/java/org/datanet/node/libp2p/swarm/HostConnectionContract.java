package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.swarm.HostFixture.SOON;
import static org.datanet.node.libp2p.swarm.HostFixture.bytes;
import static org.datanet.node.libp2p.swarm.HostFixture.get;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.datanet.node.libp2p.host.Host.ConnectionListener;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.swarm.HostFixture.Echo;
import org.datanet.node.libp2p.swarm.HostFixture.Recorder;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How hosts find to each other and part, over whichever transport. */
abstract class HostConnectionContract {

  @RegisterExtension final HostFixture fixture;

  private final Wire wire;

  HostConnectionContract(Wire wire) {
    this.wire = wire;
    fixture = new HostFixture(wire);
  }

  /** Writes down the events of a host. */
  private static final class Diary implements ConnectionListener {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void onConnected(PeerConnection connection) {
      lines.add("connected " + connection.remotePeer());
    }

    @Override
    public void onIdentified(PeerConnection connection, List<String> protocols) {
      lines.add("identified " + connection.remotePeer());
    }

    @Override
    public void onDisconnected(PeerConnection connection, String reason) {
      lines.add("disconnected " + connection.remotePeer());
    }
  }

  @Test
  void twoHostsConnectIdentifyAndPingEachOther() {
    Swarm server = fixture.host(1, config -> config.withPing(50, 5_000));
    Swarm client = fixture.host(2, config -> config.withPing(50, 5_000));
    server.handle("/echo/1", stream -> new Echo());

    PeerConnection connection = get(client.connect(fixture.bind(server)));

    assertThat(connection.remotePeer()).isEqualTo(server.peerId());
    assertThat(connection.isOutbound()).isTrue();
    assertThat(connection.transport()).isEqualTo(wire.transport());
    await().atMost(SOON).until(() -> connection.remoteProtocols().contains("/echo/1"));
    assertThat(connection.remoteAgent()).isEqualTo("test/1");
    await().atMost(SOON).until(() -> connection.latencyMicros() >= 0);
    await().atMost(SOON).until(() -> server.connections().size() == 1);
    PeerConnection inbound = server.connections().getFirst();
    await().atMost(SOON).until(() -> inbound.remoteAgent().equals("test/2"));
    await().atMost(SOON).until(() -> inbound.latencyMicros() >= 0);
    assertThat(inbound.isOutbound()).isFalse();
    assertThat(inbound.transport()).isEqualTo(wire.transport());
  }

  @Test
  void tellsConnectionEventsInOrder() {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    Diary diary = new Diary();
    server.addListener(diary);
    PeerConnection connection = get(client.connect(fixture.bind(server)));
    await().atMost(SOON).until(() -> diary.lines.size() == 2);

    connection.close("test");

    await().atMost(SOON).until(() -> diary.lines.size() == 3);
    String peer = client.peerId().toString();
    assertThat(diary.lines)
        .containsExactly("connected " + peer, "identified " + peer, "disconnected " + peer);
    await().atMost(SOON).until(() -> client.socketCount() + server.socketCount() == 0);
  }

  @Test
  void connectingAgainGivesTheSameConnection() {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    Multiaddr address = fixture.bind(server);

    CompletionStage<PeerConnection> first = client.connect(address);
    CompletionStage<PeerConnection> second = client.connect(address);

    assertThat(get(first)).isSameAs(get(second)).isSameAs(get(client.connect(address)));
    assertThat(client.counters().get(Event.OUTBOUND_OPENED)).isEqualTo(1);
  }

  @RepeatedTest(10)
  void ofTwoDialsAtTheSameTimeBothEndsKeepTheSameOne() {
    Swarm a = fixture.host(1);
    Swarm b = fixture.host(2);
    a.handle("/echo/1", stream -> new Echo());
    b.handle("/echo/1", stream -> new Echo());
    Multiaddr toA = fixture.bind(a);
    Multiaddr toB = fixture.bind(b);

    CompletionStage<PeerConnection> fromA = a.connect(toB);
    CompletionStage<PeerConnection> fromB = b.connect(toA);

    get(fromA);
    get(fromB);
    await().atMost(SOON).until(() -> a.socketCount() == 1 && b.socketCount() == 1);
    PeerConnection ofA = a.connections().getFirst();
    PeerConnection ofB = b.connections().getFirst();
    assertThat(ofA.isOutbound()).isEqualTo(!ofB.isOutbound());
    Recorder answers = new Recorder();
    HostFixture.open(a, b.peerId(), "/echo/1", answers).write(bytes("still here"));
    await().atMost(SOON).until(() -> answers.received.toString().equals("still here"));
  }

  @Test
  void manyHostsFormAFullMesh() {
    List<Swarm> hosts = new ArrayList<>();
    List<Multiaddr> addresses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      hosts.add(fixture.host(i));
      addresses.add(fixture.bind(hosts.get(i)));
    }

    List<CompletableFuture<?>> dials = new ArrayList<>();
    for (Swarm host : hosts) {
      for (Multiaddr address : addresses) {
        if (!address.peerId().orElseThrow().equals(host.peerId())) {
          dials.add(host.connect(address).toCompletableFuture());
        }
      }
    }

    get(CompletableFuture.allOf(dials.toArray(CompletableFuture[]::new)));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(hosts)
                    .allSatisfy(
                        host -> {
                          assertThat(host.connections()).hasSize(7);
                          assertThat(host.socketCount()).isEqualTo(7);
                        }));
  }

  @Test
  void refusesAnotherIdentityThanTheOneDialled() {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    Multiaddr address = fixture.bind(server).withPeerId(fixture.host(3).peerId());

    assertThatThrownBy(() -> get(client.connect(address)))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("but found " + server.peerId());
    assertThat(client.counters().get(Event.HANDSHAKE_FAILED)).isEqualTo(1);
    await().atMost(SOON).until(() -> client.socketCount() + server.socketCount() == 0);
    assertThat(client.connections()).isEmpty();
  }

  @Test
  void refusesToConnectToItself() {
    Swarm host = fixture.host(1);
    Multiaddr address = fixture.bind(host).withoutPeerId();

    assertThatThrownBy(() -> get(host.connect(address))).hasMessageContaining("our own address");
  }

  @Test
  void aDialToAClosedPortFailsAtOnceWithAClearError() throws IOException {
    Swarm client = fixture.host(1);
    Multiaddr nobody = wire.closedPort();

    assertThatThrownBy(() -> get(client.connect(nobody)))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("cannot connect to " + nobody)
        .hasMessageContaining("refused");
    await().atMost(SOON).until(() -> client.socketCount() == 0);
    assertThat(client.counters().get(Event.DIAL_FAILED)).isEqualTo(1);
  }

  @Test
  void refusesMoreInboundSocketsOfOneAddressThanItsBound() throws IOException {
    Swarm server = fixture.host(1, config -> config.withConnectionLimits(10, 1));
    Swarm client = fixture.host(2);
    Multiaddr address = fixture.bind(server);
    get(client.connect(address));

    Swarm another = fixture.host(3);

    assertThatThrownBy(() -> get(another.connect(address))).hasCauseInstanceOf(IOException.class);
    assertThat(server.counters().get(Event.INBOUND_REFUSED)).isEqualTo(1);
    assertThat(server.connections()).hasSize(1);
  }

  @Test
  void refusesToDialOverTheBoundOfConnections() {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2, config -> config.withConnectionLimits(0, 0));

    assertThatThrownBy(() -> get(client.connect(fixture.bind(server))))
        .hasMessageContaining("no more than 0 connections");
  }

  @Test
  void dialsByName() {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    int port = wire.portOf(fixture.bind(server));

    PeerConnection connection = get(client.connect(wire.on("/dns4/localhost", port)));

    assertThat(connection.remotePeer()).isEqualTo(server.peerId());
  }

  @RepeatedTest(5)
  void aClosedHostSaysGoodBye() {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    Diary diary = new Diary();
    client.addListener(diary);
    get(client.connect(fixture.bind(server)));

    server.close();

    await().atMost(SOON).until(() -> diary.lines.contains("disconnected " + server.peerId()));
    assertThatThrownBy(() -> get(server.listen(wire.onLoopback(0))))
        .hasMessageContaining("cannot listen");
  }
}
