package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.swarm.HostFixture.SOON;
import static org.datanet.node.libp2p.swarm.HostFixture.bytes;
import static org.datanet.node.libp2p.swarm.HostFixture.get;
import static org.datanet.node.libp2p.swarm.HostFixture.open;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.host.Host.ConnectionListener;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.quic.QuicLimits;
import org.datanet.node.libp2p.swarm.HostFixture.Echo;
import org.datanet.node.libp2p.swarm.HostFixture.Recorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QuicLimitsTest {

  private static final String ECHO = "/echo/1";
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final QuicLimits DEFAULTS = QuicLimits.defaults();

  @RegisterExtension final HostFixture fixture = new HostFixture(Wire.QUIC);

  private Swarm host(int number, QuicLimits limits) {
    Swarm host = fixture.host(number, config -> config.withQuic(limits));
    host.handle(ECHO, stream -> new Echo());
    return host;
  }

  private static QuicLimits inboundStreamsMax(int inboundStreamsMax) {
    return new QuicLimits(
        inboundStreamsMax,
        DEFAULTS.sendBufferBytesMax(),
        DEFAULTS.streamWindowBytes(),
        DEFAULTS.connectionWindowBytes(),
        DEFAULTS.idleTimeoutMs(),
        DEFAULTS.unvalidatedHandshakesMax(),
        DEFAULTS.resetStreamsMax());
  }

  private static QuicLimits guards(
      int idleTimeoutMs, int unvalidatedHandshakesMax, int resetStreamsMax) {
    return new QuicLimits(
        DEFAULTS.inboundStreamsMax(),
        DEFAULTS.sendBufferBytesMax(),
        DEFAULTS.streamWindowBytes(),
        DEFAULTS.connectionWindowBytes(),
        idleTimeoutMs,
        unvalidatedHandshakesMax,
        resetStreamsMax);
  }

  /** Why connections of a host ended. */
  private static List<String> goodbyesOf(Swarm host) {
    List<String> reasons = new CopyOnWriteArrayList<>();
    host.addListener(
        new ConnectionListener() {
          @Override
          public void onConnected(PeerConnection connection) {
            // not of interest here
          }

          @Override
          public void onIdentified(PeerConnection connection, List<String> protocols) {
            // not of interest here
          }

          @Override
          public void onDisconnected(PeerConnection connection, String reason) {
            reasons.add(reason);
          }
        });
    return reasons;
  }

  @Test
  void opensNoMoreStreamsThanThePeerAllowsAndGoesOnWhenOneHasEnded() {
    Swarm server = host(1, inboundStreamsMax(4));
    Swarm client = host(2, DEFAULTS);
    PeerConnection connection = get(client.connect(fixture.bind(server)));
    await().atMost(SOON).until(() -> !connection.remoteAgent().isEmpty());
    List<Stream> streams = new ArrayList<>();

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 6; i++) {
                streams.add(open(client, server.peerId(), ECHO, new Recorder()));
              }
            })
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("no more streams");
    assertThat(streams).hasSizeBetween(3, 4);

    streams.getFirst().reset();

    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> open(client, server.peerId(), ECHO, new Recorder()).isOutbound());
    get(streams.get(1).write(bytes("still here")));
    assertThat(client.connections()).containsExactly(connection);
  }

  @Test
  void closesAConnectionOnWhichTooManyStreamsWereReset() {
    Swarm server = host(1, guards(30_000, 16, 8));
    Swarm client = host(2, DEFAULTS);
    List<String> goodbyes = goodbyesOf(server);
    get(client.connect(fixture.bind(server)));

    for (int i = 0; i < 8; i++) {
      open(client, server.peerId(), ECHO, new Recorder()).reset();
    }

    await().atMost(SOON).until(() -> !goodbyes.isEmpty());
    assertThat(goodbyes).containsExactly("too many streams were reset");
    await().atMost(SOON).until(() -> client.connections().isEmpty());
  }

  @Test
  void aConnectionOnWhichNothingComesIsOver() {
    Swarm server = host(1, guards(300, 16, 4_096));
    Swarm client = host(2, DEFAULTS);
    List<String> goodbyes = goodbyesOf(server);

    get(client.connect(fixture.bind(server)));

    await().atMost(SOON).until(() -> !goodbyes.isEmpty());
    assertThat(goodbyes).containsExactly("nothing came for 300 ms");
    await().atMost(SOON).until(() -> server.socketCount() + client.socketCount() == 0);
  }

  @Test
  void pingKeepsAConnectionAlive() {
    QuicLimits impatient = guards(1_000, 16, 4_096);
    Swarm server = fixture.host(1, config -> config.withQuic(impatient).withPing(100, 5_000));
    Swarm client = fixture.host(2, config -> config.withQuic(impatient));
    List<String> goodbyes = goodbyesOf(server);
    PeerConnection connection = get(client.connect(fixture.bind(server)));

    await()
        .atMost(SOON)
        .until(() -> System.nanoTime() - connection.connectedAtNanos() > 2_500_000_000L);

    assertThat(goodbyes).isEmpty();
    assertThat(client.connections()).containsExactly(connection);
  }

  @Test
  void underLoadANewcomerProvesItsAddressFirst() {
    Swarm server = host(1, guards(30_000, 0, 4_096));
    Swarm client = host(2, DEFAULTS);

    PeerConnection connection = get(client.connect(fixture.bind(server)));

    assertThat(connection.remotePeer()).isEqualTo(server.peerId());
    Recorder answers = new Recorder();
    open(client, server.peerId(), ECHO, answers).write(bytes("hello"));
    await().atMost(SOON).until(() -> answers.received.toString().equals("hello"));
  }

  /** First packets from addresses that never answer, as a sender of forged ones would send them. */
  @Test
  void forgedAddressesTakeNoMorePlacesThanTheBoundAndKeepNobodyOut() throws IOException {
    Swarm server = host(1, guards(30_000, 2, 4_096));
    Swarm client = host(2, DEFAULTS);
    Multiaddr address = fixture.bind(server);
    List<DatagramSocket> silent = new ArrayList<>();
    List<CompletionStage<PeerConnection>> dials = new ArrayList<>();
    int retries = 0;
    try (DatagramSocket between = new DatagramSocket(0, LOOPBACK)) {
      between.setSoTimeout((int) SOON.toMillis());
      for (int i = 0; i < 6; i++) {
        DatagramSocket forged = new DatagramSocket(0, LOOPBACK);
        forged.setSoTimeout((int) SOON.toMillis());
        silent.add(forged);
        dials.add(
            client.connect(
                Wire.QUIC.onLoopback(between.getLocalPort()).withPeerId(somebody(100 + i))));
        DatagramPacket hello = new DatagramPacket(new byte[2048], 2048);
        between.receive(hello);
        forged.send(
            new DatagramPacket(
                hello.getData(), hello.getLength(), LOOPBACK, Wire.QUIC.portOf(address)));
        DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
        forged.receive(answer);
        retries += isRetry(answer) ? 1 : 0;
      }

      assertThat(server.socketCount()).isEqualTo(2);
      assertThat(retries).isEqualTo(4);
      assertThat(get(client.connect(address)).remotePeer()).isEqualTo(server.peerId());
    } finally {
      dials.forEach(dial -> dial.toCompletableFuture().cancel(false));
      silent.forEach(DatagramSocket::close);
    }
  }

  private static PeerId somebody(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return Identity.ofEd25519Seed(seed).peerId();
  }

  /** A long header of type 3 (RFC 9000 §17.2.5). */
  private static boolean isRetry(DatagramPacket packet) {
    return (packet.getData()[0] & 0xf0) == 0xf0;
  }
}
