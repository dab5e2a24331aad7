package org.datanet.node.libp2p.tls;

import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Lets a TLS stack check peers: trusts whoever proves an identity, and on a dial with a known peer
 * that one alone. Each handshake is announced with {@link #expect} and asked for with {@link
 * #outcome}. Any thread.
 */
public final class PeerTrustManager extends X509ExtendedTrustManager {

  private final PeerId self;

  /** Weak: a handshake that ends before anyone could ask is forgotten with its engine. */
  private final Map<SSLEngine, Handshake> handshakes =
      Collections.synchronizedMap(new WeakHashMap<>());

  public PeerTrustManager(PeerId self) {
    this.self = self;
  }

  /** What is expected of a handshake, and what came of it. */
  private record Handshake(
      Optional<PeerId> expected, Optional<PeerId> proven, Optional<String> failure) {}

  /** What a handshake proved, or why it did not. */
  public record Outcome(Optional<PeerId> proven, Optional<String> failure) {}

  /** Has the peer of this handshake checked; forgotten with {@link #outcome}. */
  public void expect(SSLEngine engine, Optional<PeerId> peer) {
    handshakes.put(engine, new Handshake(peer, Optional.empty(), Optional.empty()));
  }

  /** What came of a handshake, once; both are empty where it did not get so far. */
  public Outcome outcome(SSLEngine engine) {
    checkResumed(engine);
    Handshake handshake = handshakes.remove(engine);
    return handshake == null
        ? new Outcome(Optional.empty(), Optional.empty())
        : new Outcome(handshake.proven, handshake.failure);
  }

  /**
   * A handshake that resumes a session shows no certificate, and nobody is asked to trust it: the
   * peer is the one that began the session, which has its certificate (RFC 8446 §2.2).
   */
  private void checkResumed(SSLEngine engine) {
    Handshake handshake = handshakes.get(engine);
    if (handshake == null || handshake.proven.isPresent() || handshake.failure.isPresent()) {
      return;
    }
    try {
      Certificate[] chain = engine.getSession().getPeerCertificates();
      check(Arrays.copyOf(chain, chain.length, X509Certificate[].class), engine);
    } catch (SSLPeerUnverifiedException notSoFar) {
      // There is no session yet.
    } catch (CertificateException refused) {
      // The outcome has it.
    }
  }

  private void check(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
    Handshake handshake = handshakes.get(engine);
    if (handshake == null) {
      throw new CertificateException("a handshake that nobody announced");
    }
    try {
      PeerId peer = PeerCertificates.verify(chain, Instant.now());
      if (handshake.expected.isPresent() && !handshake.expected.get().equals(peer)) {
        throw new CertificateException(
            "expected peer " + handshake.expected.get() + " but found " + peer);
      }
      if (peer.equals(self)) {
        throw new CertificateException("this is our own address");
      }
      settle(engine, new Handshake(handshake.expected, Optional.of(peer), Optional.empty()));
    } catch (CertificateException refused) {
      String reason = String.valueOf(refused.getMessage());
      settle(engine, new Handshake(handshake.expected, Optional.empty(), Optional.of(reason)));
      throw refused;
    }
  }

  private void settle(SSLEngine engine, Handshake settled) {
    handshakes.replace(engine, settled);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("only handshakes of engines are checked");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("only handshakes of engines are checked");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only handshakes of engines are checked");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only handshakes of engines are checked");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
