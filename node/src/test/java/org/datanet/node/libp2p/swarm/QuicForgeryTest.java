package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.swarm.HostFixture.SOON;
import static org.datanet.node.libp2p.swarm.HostFixture.get;

import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.datanet.node.LogTap;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.tls.Forgery;
import org.datanet.node.libp2p.tls.Forgery.Papers;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Peers whose certificates are wrong, over real sockets, dialling us and dialled by us. BoringSSL
 * itself keeps the forger from signing with a key that is not for signing.
 */
class QuicForgeryTest {

  private static final byte[] SEED = new byte[32];

  static {
    SEED[0] = 99;
  }

  private static final Identity FORGER = Identity.ofEd25519Seed(SEED);

  @RegisterExtension final HostFixture fixture = new HostFixture(Wire.QUIC);
  private final RawQuicPeer forger = new RawQuicPeer();
  private final Swarm host = fixture.host(1);

  @AfterEach
  void close() {
    forger.close();
  }

  private QuicChannel dialHost(Optional<Papers> papers, String applicationProtocol)
      throws InterruptedException, ExecutionException {
    return forger.dial(Wire.QUIC.portOf(fixture.bind(host)), papers, applicationProtocol);
  }

  @ParameterizedTest
  @EnumSource(
      value = Forgery.class,
      names = {"NONE", "NOT_FOR_SIGNING"},
      mode = Mode.EXCLUDE)
  void refusesAForgedDialler(Forgery forgery) throws InterruptedException, ExecutionException {
    QuicChannel channel = dialHost(Optional.of(forgery.papers(FORGER)), "libp2p");

    await().atMost(SOON).until(() -> host.counters().get(Event.HANDSHAKE_FAILED) == 1);
    await().atMost(SOON).until(() -> !channel.isOpen());
    await().atMost(SOON).until(() -> host.socketCount() == 0);
    assertThat(host.counters().get(Event.INBOUND_OPENED)).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Forgery.class,
      names = {"NONE", "NOT_FOR_SIGNING"},
      mode = Mode.EXCLUDE)
  void refusesAForgedListenerAndSaysWhy(Forgery forgery) throws InterruptedException {
    Multiaddr address = Wire.QUIC.onLoopback(forger.listen(forgery.papers(FORGER)));

    assertThatThrownBy(() -> get(host.connect(address)))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(forgery.reason());
    assertThat(host.counters().get(Event.HANDSHAKE_FAILED)).isEqualTo(1);
    assertThat(host.counters().get(Event.OUTBOUND_OPENED)).isZero();
    await().atMost(SOON).until(() -> host.socketCount() == 0);
  }

  @Test
  void acceptsAForeignDiallerWhosePapersAreGood() throws InterruptedException, ExecutionException {
    dialHost(Optional.of(Forgery.NONE.papers(FORGER)), "libp2p");

    await().atMost(SOON).until(() -> host.connections().size() == 1);
    PeerConnection connection = host.connections().getFirst();
    assertThat(connection.remotePeer()).isEqualTo(FORGER.peerId());
  }

  /** As rust-libp2p does: the second handshake shows no certificate. */
  @Test
  void knowsAForeignDiallerThatResumesItsSession() throws InterruptedException, ExecutionException {
    int port = Wire.QUIC.portOf(fixture.bind(host));
    Papers papers = Forgery.NONE.papers(FORGER);
    CountingTrust certificates = new CountingTrust();
    QuicSslContext remembering =
        QuicSslContextBuilder.forClient()
            .keyManager(papers.privateKey(), null, papers.chainArray())
            .trustManager(certificates)
            .applicationProtocols("libp2p")
            .sessionCacheSize(8)
            .build();
    long dialled = 0;
    do {
      QuicChannel channel = forger.dial(port, remembering);
      dialled++;
      await().atMost(SOON).until(() -> host.connections().size() == 1);
      channel.close().sync();
      await().atMost(SOON).until(() -> host.connections().isEmpty());
    } while (certificates.seen() == dialled && dialled < 10); // its ticket comes a little later

    assertThat(certificates.seen()).isLessThan((int) dialled);
    assertThat(host.counters().get(Event.INBOUND_OPENED)).isEqualTo(dialled);
    assertThat(host.counters().get(Event.HANDSHAKE_FAILED)).isZero();
  }

  @Test
  void acceptsAForeignListenerWhosePapersAreGood() throws InterruptedException {
    Multiaddr address = Wire.QUIC.onLoopback(forger.listen(Forgery.NONE.papers(FORGER)));

    assertThat(get(host.connect(address)).remotePeer()).isEqualTo(FORGER.peerId());
  }

  @Test
  void refusesADiallerWithoutACertificate() throws InterruptedException, ExecutionException {
    QuicChannel channel = dialHost(Optional.empty(), "libp2p");

    await().atMost(SOON).until(() -> host.counters().get(Event.HANDSHAKE_FAILED) == 1);
    await().atMost(SOON).until(() -> !channel.isOpen());
    assertThat(host.counters().get(Event.INBOUND_OPENED)).isZero();
  }

  @Test
  void aStrangersHandshakeThatFailsWritesNothingIntoTheLogAndOurOwnDoes()
      throws InterruptedException, ExecutionException {
    Multiaddr forged = Wire.QUIC.onLoopback(forger.listen(Forgery.EXPIRED.papers(FORGER)));
    try (LogTap log = new LogTap("org.datanet.node.libp2p.quic")) {
      dialHost(Optional.empty(), "libp2p");
      await().atMost(SOON).until(() -> host.counters().get(Event.HANDSHAKE_FAILED) == 1);
      assertThat(log.lines()).isEmpty();

      assertThatThrownBy(() -> get(host.connect(forged))).isNotNull();
      assertThat(log.lines()).singleElement().asString().startsWith("Closing QUIC to");
    }
  }

  @Test
  void refusesADiallerThatSpeaksAnotherProtocol() {
    assertThatThrownBy(() -> dialHost(Optional.of(Forgery.NONE.papers(FORGER)), "h3"))
        .isInstanceOf(ExecutionException.class);
    await().atMost(SOON).until(() -> host.counters().get(Event.HANDSHAKE_FAILED) == 1);
  }

  @Test
  void refusesAListenerWithOurOwnIdentity() throws InterruptedException {
    byte[] seed = new byte[32];
    seed[0] = 1;
    Papers ours = Forgery.NONE.papers(Identity.ofEd25519Seed(seed));
    Multiaddr address = Wire.QUIC.onLoopback(forger.listen(ours));

    assertThatThrownBy(() -> get(host.connect(address))).hasMessageContaining("our own address");
  }
}
