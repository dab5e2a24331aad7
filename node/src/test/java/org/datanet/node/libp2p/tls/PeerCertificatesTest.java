package org.datanet.node.libp2p.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.crypto.PublicKey;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

class PeerCertificatesTest {

  private static final String VECTORS = "/libp2p-tls-certificates.json";
  private static final Identity IDENTITY =
      Identity.ofEd25519Seed(
          new byte[] {
            7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
            7, 7, 7
          });

  /** A published certificate; the peer id is empty where it must be refused. */
  record Vector(String name, X509Certificate certificate, String peerId) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Vector> vectors() throws IOException, CertificateException {
    List<Vector> vectors = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(PeerCertificatesTest.class.getResourceAsStream(VECTORS))) {
      for (JsonNode vector : new ObjectMapper().readTree(in).get("vectors")) {
        byte[] der = HexFormat.of().parseHex(vector.get("certificate").asText());
        vectors.add(
            new Vector(
                vector.get("name").asText(),
                IdentityCertificate.parse(der),
                vector.path("peerId").asText()));
      }
    }
    return vectors;
  }

  private static PeerId verify(X509Certificate... chain) throws CertificateException {
    return PeerCertificates.verify(chain, Instant.now());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void judgesThePublishedVectorsAsTheSpecificationSays(Vector vector) throws CertificateException {
    if (vector.peerId.isEmpty()) {
      assertThatThrownBy(() -> verify(vector.certificate))
          .hasMessage("a wrong signature over the certificate's key");
    } else {
      assertThat(verify(vector.certificate)).hasToString(vector.peerId);
    }
  }

  @Test
  void ourOwnCertificateProvesOurPeerId() throws CertificateException {
    IdentityCertificate own = IdentityCertificate.issue(IDENTITY, Instant.now());

    assertThat(verify(own.certificate())).isEqualTo(IDENTITY.peerId());
    assertThat(own.certificate().getPublicKey().getAlgorithm()).isEqualTo("EC");
    assertThat(own.certificate().getIssuerUniqueID()).isNull();
  }

  @Test
  void eachCertificateHasAKeyAndANumberOfItsOwn() {
    X509Certificate one = IdentityCertificate.issue(IDENTITY, Instant.now()).certificate();
    X509Certificate other = IdentityCertificate.issue(IDENTITY, Instant.now()).certificate();

    assertThat(one.getPublicKey()).isNotEqualTo(other.getPublicKey());
    assertThat(one.getSerialNumber()).isNotEqualTo(other.getSerialNumber());
  }

  @Test
  void ourCertificateOutlivesANodeAndSlowClocks() throws CertificateException {
    Instant now = Instant.now();
    X509Certificate[] own = {IdentityCertificate.issue(IDENTITY, now).certificate()};

    assertThat(PeerCertificates.verify(own, now.minus(Duration.ofHours(23))))
        .isEqualTo(PeerCertificates.verify(own, now.plus(Duration.ofDays(36_000))))
        .isEqualTo(IDENTITY.peerId());
  }

  @Test
  void acceptsAnIdentityOfRsa() throws GeneralSecurityException, IOException {
    Identity rsa = rsaIdentity();

    PeerId peer = verify(IdentityCertificate.issue(rsa, Instant.now()).certificate());

    assertThat(peer).isEqualTo(rsa.peerId());
    assertThat(peer.toString()).startsWith("Qm");
  }

  /** Its public key is {@code KeyType.RSA} with a SubjectPublicKeyInfo. */
  private static Identity rsaIdentity() throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    byte[] data = pair.getPublic().getEncoded();
    ByteArrayOutputStream protobuf = new ByteArrayOutputStream();
    protobuf.write(
        new byte[] {8, 0, 18, (byte) (data.length & 0x7f | 0x80), (byte) (data.length >> 7)});
    protobuf.write(data);
    PublicKey publicKey = PublicKey.decode(protobuf.toByteArray()).orElseThrow();
    return new Identity() {
      @Override
      public PublicKey publicKey() {
        return publicKey;
      }

      @Override
      public byte[] sign(byte[] message) {
        try {
          Signature signer = Signature.getInstance("SHA256withRSA");
          signer.initSign(pair.getPrivate());
          signer.update(message);
          return signer.sign();
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  @Test
  void aCriticalIdentityAndUnknownExtensionsThatAreNotCriticalAreFine()
      throws CertificateException {
    assertThat(verify(Forgery.NONE.papers(IDENTITY).chainArray())).isEqualTo(IDENTITY.peerId());
  }

  @ParameterizedTest
  @EnumSource(value = Forgery.class, names = "NONE", mode = Mode.EXCLUDE)
  void refusesAForgeryAndSaysWhy(Forgery forgery) {
    X509Certificate[] chain = forgery.papers(IDENTITY).chainArray();

    assertThatThrownBy(() -> verify(chain))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining(forgery.reason());
  }

  @Test
  void refusesAnEmptyChain() {
    assertThatThrownBy(() -> verify()).hasMessage("a chain of 0 certificates, not of one");
  }
}
