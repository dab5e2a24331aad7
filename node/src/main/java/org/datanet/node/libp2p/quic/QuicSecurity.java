package org.datanet.node.libp2p.quic;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.ssl.ClientAuth;
import java.time.Instant;
import java.util.Optional;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.tls.IdentityCertificate;
import org.datanet.node.libp2p.tls.PeerTrustManager;

/** TLS of a host's QUIC connections: one certificate for all, and the check of each peer. */
final class QuicSecurity {

  /** The application protocol that libp2p's QUIC speaks. */
  private static final String ALPN = "libp2p";

  /** Nobody speaks it, so that a handshake for it fails at once and costs no signature. */
  private static final String ALPN_FULL = "libp2p-full";

  private final PeerTrustManager peers;
  private final QuicSslContext server;
  private final QuicSslContext client;
  private final QuicSslContext full;

  private QuicSecurity(
      PeerTrustManager peers, QuicSslContext server, QuicSslContext client, QuicSslContext full) {
    this.peers = peers;
    this.server = server;
    this.client = client;
    this.full = full;
  }

  static QuicSecurity of(Identity identity) {
    IdentityCertificate own = IdentityCertificate.issue(identity, Instant.now());
    PeerTrustManager peers = new PeerTrustManager(identity.peerId());
    return new QuicSecurity(
        peers,
        server(own, peers, ALPN),
        QuicSslContextBuilder.forClient()
            .keyManager(own.privateKey(), null, own.certificate())
            .trustManager(peers)
            .applicationProtocols(ALPN)
            .build(),
        server(own, peers, ALPN_FULL));
  }

  private static QuicSslContext server(
      IdentityCertificate own, PeerTrustManager peers, String applicationProtocol) {
    return QuicSslContextBuilder.forServer(own.privateKey(), null, own.certificate())
        .clientAuth(ClientAuth.REQUIRE)
        .trustManager(peers)
        .applicationProtocols(applicationProtocol)
        .build();
  }

  /** The engine of a dial; another peer than the one expected is refused. */
  QuicSslEngine dialling(Optional<PeerId> expected) {
    QuicSslEngine engine = client.newEngine(PooledByteBufAllocator.DEFAULT);
    peers.expect(engine, expected);
    return engine;
  }

  QuicSslEngine accepting() {
    QuicSslEngine engine = server.newEngine(PooledByteBufAllocator.DEFAULT);
    peers.expect(engine, Optional.empty());
    return engine;
  }

  /** An engine whose handshake fails with an alert, for a connection that finds no place. */
  QuicSslEngine refusing() {
    return full.newEngine(PooledByteBufAllocator.DEFAULT);
  }

  /** Whom a handshake proved, or why not; to be asked once. */
  PeerTrustManager.Outcome outcome(QuicSslEngine engine) {
    return peers.outcome(engine);
  }
}
