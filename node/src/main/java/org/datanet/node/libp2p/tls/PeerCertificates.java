package org.datanet.node.libp2p.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.crypto.PublicKey;
import org.datanet.node.libp2p.multiformats.PeerId;

/** Who is behind a certificate that a peer presents (libp2p/specs, tls). */
public final class PeerCertificates {

  /** A certificate with the largest RSA identity takes under 3 KiB. */
  static final int CERTIFICATE_BYTES_MAX = 8 * 1024;

  /** What a critical extension may be: ours, key usage, basic constraints, extended key usage. */
  private static final Set<String> CRITICAL_KNOWN =
      Set.of(IdentityCertificate.EXTENSION.getId(), "2.5.29.15", "2.5.29.19", "2.5.29.37");

  /** Any purpose, server and client of TLS. */
  private static final Set<String> TLS_PURPOSES =
      Set.of("2.5.29.37.0", "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");

  /** Its place in a key usage (RFC 5280 §4.2.1.3). */
  private static final int DIGITAL_SIGNATURE = 0;

  private PeerCertificates() {}

  /**
   * The peer whose identity signed the certificate's key.
   *
   * @throws CertificateException saying what is wrong with the chain
   */
  public static PeerId verify(X509Certificate[] chain, Instant now) throws CertificateException {
    if (chain.length != 1) {
      throw new CertificateException("a chain of " + chain.length + " certificates, not of one");
    }
    byte[] der = chain[0].getEncoded();
    if (der.length > CERTIFICATE_BYTES_MAX) {
      throw new CertificateException("a certificate of " + der.length + " bytes");
    }
    X509Certificate certificate = IdentityCertificate.parse(der);
    checkDates(certificate, now);
    checkUsage(certificate);
    try {
      certificate.verify(certificate.getPublicKey());
    } catch (GeneralSecurityException notSelfSigned) {
      throw new CertificateException("the certificate's self-signature is wrong", notSelfSigned);
    }
    return signer(certificate).peerId();
  }

  private static void checkDates(X509Certificate certificate, Instant now)
      throws CertificateException {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isBefore(from)) {
      throw new CertificateNotYetValidException("the certificate is not valid before " + from);
    }
    if (now.isAfter(until)) {
      throw new CertificateExpiredException("the certificate has expired at " + until);
    }
  }

  /** What the extensions that we understand say, and that there is no critical one besides. */
  private static void checkUsage(X509Certificate certificate) throws CertificateException {
    Set<String> critical = certificate.getCriticalExtensionOIDs();
    if (critical != null && !CRITICAL_KNOWN.containsAll(critical)) {
      throw new CertificateException("unknown critical extensions among " + critical);
    }
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE]) {
      throw new CertificateException("the certificate's key must not sign handshakes");
    }
    List<String> extended = certificate.getExtendedKeyUsage();
    if (extended != null && Collections.disjoint(extended, TLS_PURPOSES)) {
      throw new CertificateException("the certificate's key is not for TLS but for " + extended);
    }
  }

  private static PublicKey signer(X509Certificate certificate) throws CertificateException {
    byte[] extension = certificate.getExtensionValue(IdentityCertificate.EXTENSION.getId());
    if (extension == null) {
      throw new CertificateException("no libp2p identity in the certificate");
    }
    return signer(extension, certificate.getPublicKey().getEncoded());
  }

  /**
   * @param extension as the certificate has it, an octet string
   * @param publicKeyInfo of the certificate
   */
  static PublicKey signer(byte[] extension, byte[] publicKeyInfo) throws CertificateException {
    byte[] encodedKey;
    byte[] signature;
    try {
      ASN1Sequence signedKey =
          ASN1Sequence.getInstance(ASN1OctetString.getInstance(extension).getOctets());
      if (signedKey.size() != 2) {
        throw new CertificateException("a malformed libp2p identity in the certificate");
      }
      encodedKey = ASN1OctetString.getInstance(signedKey.getObjectAt(0)).getOctets();
      signature = ASN1OctetString.getInstance(signedKey.getObjectAt(1)).getOctets();
    } catch (IllegalArgumentException malformed) {
      throw new CertificateException("a malformed libp2p identity in the certificate", malformed);
    }
    Optional<PublicKey> key = PublicKey.decode(encodedKey);
    if (key.isEmpty()) {
      throw new CertificateException("an identity key that cannot be read");
    }
    byte[] signed = IdentityCertificate.signedBytes(publicKeyInfo);
    if (!key.get().verifies(CryptoSuite.platform(), signed, signature)) {
      throw new CertificateException("a wrong signature over the certificate's key");
    }
    return key.get();
  }
}
