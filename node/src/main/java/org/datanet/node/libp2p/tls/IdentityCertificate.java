package org.datanet.node.libp2p.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.crypto.Identity;

/**
 * A fresh self-signed certificate whose key an identity has signed (libp2p/specs, tls). The
 * certificate's own key is ECDSA on P-256, which every TLS stack has, and is not related to the
 * identity's.
 */
public record IdentityCertificate(X509Certificate certificate, PrivateKey privateKey) {

  /** Where the identity's key and signature stand in the certificate. */
  static final ASN1ObjectIdentifier EXTENSION = new ASN1ObjectIdentifier("1.3.6.1.4.1.53594.1.1");

  /** What the identity signs before the certificate's public key. */
  static final byte[] SIGNATURE_PREFIX =
      "libp2p-tls-handshake:".getBytes(StandardCharsets.US_ASCII);

  /** A peer's clock may be behind ours. */
  private static final Duration VALID_BEFORE_NOW = Duration.ofDays(1);

  /** Nobody renews it while a node runs, and nobody trusts it for its date. */
  private static final Duration VALID_AFTER_NOW = Duration.ofDays(36_500);

  private static final AlgorithmIdentifier ECDSA_WITH_SHA256 =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

  private static final int SERIAL_BITS = 63;

  /** Issues one with a new key. */
  public static IdentityCertificate issue(Identity identity, Instant now) {
    KeyPair pair = CryptoSuite.platform().generateP256();
    try {
      TBSCertificate toBeSigned = toBeSigned(identity, pair.getPublic().getEncoded(), now);
      byte[] signature =
          CryptoSuite.platform()
              .signEcdsa(pair.getPrivate(), toBeSigned.getEncoded(ASN1Encoding.DER));
      byte[] der =
          new DERSequence(
                  new org.bouncycastle.asn1.ASN1Encodable[] {
                    toBeSigned, ECDSA_WITH_SHA256, new DERBitString(signature)
                  })
              .getEncoded(ASN1Encoding.DER);
      return new IdentityCertificate(parse(der), pair.getPrivate());
    } catch (IOException e) {
      throw new UncheckedIOException("DER that cannot be written to memory", e);
    } catch (CertificateException e) {
      throw new IllegalStateException("our own certificate cannot be read", e);
    }
  }

  private static TBSCertificate toBeSigned(Identity identity, byte[] publicKeyInfo, Instant now)
      throws IOException {
    X500Name name = new X500Name("CN=libp2p");
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(new BigInteger(SERIAL_BITS, new SecureRandom())));
    generator.setSignature(ECDSA_WITH_SHA256);
    generator.setIssuer(name);
    generator.setSubject(name);
    generator.setStartDate(new Time(Date.from(now.minus(VALID_BEFORE_NOW))));
    generator.setEndDate(new Time(Date.from(now.plus(VALID_AFTER_NOW))));
    generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(publicKeyInfo));
    generator.setExtensions(
        new Extensions(
            new Extension(
                EXTENSION, false, new DEROctetString(signedKey(identity, publicKeyInfo)))));
    return generator.generateTBSCertificate();
  }

  /** {@code SEQUENCE { publicKey OCTET STRING, signature OCTET STRING }}. */
  private static byte[] signedKey(Identity identity, byte[] publicKeyInfo) throws IOException {
    return new DERSequence(
            new DEROctetString(identity.publicKey().encode()),
            new DEROctetString(identity.sign(signedBytes(publicKeyInfo))))
        .getEncoded(ASN1Encoding.DER);
  }

  /** What the identity signs. */
  static byte[] signedBytes(byte[] publicKeyInfo) {
    byte[] joined = new byte[SIGNATURE_PREFIX.length + publicKeyInfo.length];
    System.arraycopy(SIGNATURE_PREFIX, 0, joined, 0, SIGNATURE_PREFIX.length);
    System.arraycopy(publicKeyInfo, 0, joined, SIGNATURE_PREFIX.length, publicKeyInfo.length);
    return joined;
  }

  static X509Certificate parse(byte[] der) throws CertificateException {
    return (X509Certificate)
        CryptoSuite.platform().certificates().generateCertificate(new ByteArrayInputStream(der));
  }
}
