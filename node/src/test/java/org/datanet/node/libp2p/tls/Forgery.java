package org.datanet.node.libp2p.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.datanet.node.libp2p.crypto.Identity;

/**
 * Certificates that a peer must not get away with, each wrong in one thing, and a good one. Written
 * from the text of the specification, apart from the code under test.
 */
public enum Forgery {
  NONE(""),
  EXPIRED("has expired"),
  NOT_YET_VALID("is not valid before"),
  TWO_CERTIFICATES("a chain of 2 certificates"),
  OVERSIZED("a certificate of "),
  NO_IDENTITY("no libp2p identity"),
  MALFORMED_IDENTITY("a malformed libp2p identity"),
  THREE_FIELDS("a malformed libp2p identity"),
  UNKNOWN_KEY_TYPE("an identity key that cannot be read"),
  SIGNED_BY_ANOTHER("a wrong signature over the certificate's key"),
  SIGNED_WITHOUT_PREFIX("a wrong signature over the certificate's key"),
  SIGNED_FOR_ANOTHER_KEY("a wrong signature over the certificate's key"),
  SELF_SIGNED_BY_ANOTHER("self-signature is wrong"),
  UNKNOWN_CRITICAL_EXTENSION("unknown critical extensions"),
  NOT_FOR_SIGNING("must not sign handshakes"),
  NOT_FOR_TLS("is not for TLS");

  private static final String OID = "1.3.6.1.4.1.53594.1.1";
  private static final String UNKNOWN_OID = "1.3.6.1.4.1.53594.7";

  private final String reason;

  Forgery(String reason) {
    this.reason = reason;
  }

  /** What the refusal says. */
  public String reason() {
    return reason;
  }

  /** What a TLS stack presents. */
  public record Papers(List<X509Certificate> chain, PrivateKey privateKey) {
    public X509Certificate[] chainArray() {
      return chain.toArray(X509Certificate[]::new);
    }
  }

  /** Papers in the name of that identity. */
  public Papers papers(Identity identity) {
    try {
      KeyPair pair = p256();
      List<X509Certificate> chain = new ArrayList<>();
      chain.add(certificate(identity, pair));
      if (this == TWO_CERTIFICATES) {
        chain.add(certificate(identity, p256()));
      }
      return new Papers(chain, pair.getPrivate());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot forge", e);
    }
  }

  private X509Certificate certificate(Identity identity, KeyPair pair)
      throws GeneralSecurityException, IOException {
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    X500Name name = new X500Name("CN=forger");
    Instant now = Instant.now();
    Duration hour = Duration.ofHours(1);
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(BigInteger.TEN));
    generator.setSignature(algorithm);
    generator.setIssuer(name);
    generator.setSubject(name);
    generator.setStartDate(time(this == NOT_YET_VALID ? now.plus(hour) : now.minus(hour)));
    generator.setEndDate(time(this == EXPIRED ? now.minusSeconds(60) : now.plus(hour).plus(hour)));
    byte[] publicKey = pair.getPublic().getEncoded();
    generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(publicKey));
    Map<String, Extension> extensions = extensions(identity, publicKey);
    if (!extensions.isEmpty()) {
      generator.setExtensions(new Extensions(extensions.values().toArray(Extension[]::new)));
    }
    TBSCertificate toBeSigned = generator.generateTBSCertificate();
    PrivateKey signer = this == SELF_SIGNED_BY_ANOTHER ? p256().getPrivate() : pair.getPrivate();
    ASN1Encodable[] parts = {
      toBeSigned, algorithm, new DERBitString(ecdsa(signer, toBeSigned.getEncoded("DER")))
    };
    return IdentityCertificate.parse(new DERSequence(parts).getEncoded("DER"));
  }

  private Map<String, Extension> extensions(Identity identity, byte[] publicKey)
      throws GeneralSecurityException, IOException {
    Map<String, Extension> extensions = new TreeMap<>();
    if (this != NO_IDENTITY) {
      put(extensions, OID, true, identityExtension(identity, publicKey));
    }
    switch (this) {
      case UNKNOWN_CRITICAL_EXTENSION -> put(extensions, UNKNOWN_OID, true, new byte[] {5, 0});
      case NONE -> put(extensions, UNKNOWN_OID, false, new byte[] {5, 0});
      case OVERSIZED -> put(extensions, UNKNOWN_OID, false, new byte[9_000]);
      case NOT_FOR_SIGNING ->
          put(extensions, "2.5.29.15", true, new KeyUsage(KeyUsage.keyAgreement).getEncoded());
      case NOT_FOR_TLS ->
          put(
              extensions,
              "2.5.29.37",
              true,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning).getEncoded());
      default -> {}
    }
    return extensions;
  }

  private byte[] identityExtension(Identity identity, byte[] publicKey)
      throws GeneralSecurityException, IOException {
    if (this == MALFORMED_IDENTITY) {
      return new byte[] {4, 2, 1, 1};
    }
    byte[] key = identity.publicKey().encode();
    if (this == UNKNOWN_KEY_TYPE) {
      key[1] = 9;
    }
    Identity signer = this == SIGNED_BY_ANOTHER ? Identity.ofEd25519Seed(new byte[32]) : identity;
    byte[] subject = this == SIGNED_FOR_ANOTHER_KEY ? p256().getPublic().getEncoded() : publicKey;
    byte[] prefix =
        (this == SIGNED_WITHOUT_PREFIX ? "" : "libp2p-tls-handshake:")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] signed = new byte[prefix.length + subject.length];
    System.arraycopy(prefix, 0, signed, 0, prefix.length);
    System.arraycopy(subject, 0, signed, prefix.length, subject.length);
    List<ASN1Encodable> fields = new ArrayList<>();
    fields.add(new DEROctetString(key));
    fields.add(new DEROctetString(signer.sign(signed)));
    if (this == THREE_FIELDS) {
      fields.add(new DEROctetString(new byte[1]));
    }
    return new DERSequence(fields.toArray(ASN1Encodable[]::new)).getEncoded("DER");
  }

  private static void put(
      Map<String, Extension> extensions, String oid, boolean critical, byte[] value) {
    extensions.put(
        oid, new Extension(new ASN1ObjectIdentifier(oid), critical, new DEROctetString(value)));
  }

  private static Time time(Instant instant) {
    return new Time(Date.from(instant));
  }

  private static KeyPair p256() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static byte[] ecdsa(PrivateKey key, byte[] message) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(key);
    signer.update(message);
    return signer.sign();
  }
}
