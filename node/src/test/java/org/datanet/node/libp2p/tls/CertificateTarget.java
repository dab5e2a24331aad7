package org.datanet.node.libp2p.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Input: 0 and a certificate, or 1 and its libp2p extension, which reaches behind the certificate's
 * own signature. Either names a peer or is refused as a certificate.
 */
public final class CertificateTarget implements FuzzTarget {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final byte[] PUBLIC_KEY_INFO = {1, 2, 3};

  @Override
  public String name() {
    return "tls-certificate";
  }

  @Override
  public void accept(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] der = Arrays.copyOfRange(input, 1, input.length);
    try {
      PeerId peer =
          input[0] == 0
              ? PeerCertificates.verify(new X509Certificate[] {IdentityCertificate.parse(der)}, NOW)
              : PeerCertificates.signer(der, PUBLIC_KEY_INFO).peerId();
      assertThat(PeerId.decode(peer.bytes())).contains(peer);
    } catch (CertificateException refused) {
      assertThat(refused.getMessage()).hasSizeLessThan(10_000);
    }
  }
}
