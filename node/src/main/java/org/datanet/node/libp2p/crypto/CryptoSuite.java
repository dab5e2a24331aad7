package org.datanet.node.libp2p.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import org.conscrypt.Conscrypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The primitives of one provider. Conscrypt's are about ten times as fast as the JDK's, so they are
 * taken wherever its native library loads; Ed25519 is Corretto's where that loads too.
 */
public final class CryptoSuite {

  /** Length of X25519 and Ed25519 keys, public and private. */
  public static final int KEY_BYTES = 32;

  private static final Logger LOG = LoggerFactory.getLogger(CryptoSuite.class);

  /** DER before the 32 bytes of a key, RFC 8410. */
  private static final byte[] X25519_PUBLIC_DER = hex("302a300506032b656e032100");

  private static final byte[] X25519_PRIVATE_DER = hex("302e020100300506032b656e04220420");
  private static final byte[] ED25519_PUBLIC_DER = hex("302a300506032b6570032100");
  private static final byte[] ED25519_PRIVATE_DER = hex("302e020100300506032b657004220420");

  private final Optional<Provider> provider;
  private final Optional<Provider> ed25519;
  private final String cipherName;

  /**
   * @param provider of everything but Ed25519; empty for the JDK's own
   */
  private CryptoSuite(Optional<Provider> provider, Optional<Provider> ed25519, String cipherName) {
    this.provider = provider;
    this.ed25519 = ed25519;
    this.cipherName = cipherName;
  }

  private static final class Platform {
    static final CryptoSuite SUITE = choose();

    private static CryptoSuite choose() {
      if (Conscrypt.isAvailable()) {
        return conscrypt();
      }
      LOG.warn(
          "Conscrypt has no native library for {} {}: secure channels use the JDK's slower primitives",
          System.getProperty("os.name"),
          System.getProperty("os.arch"));
      return jdk();
    }
  }

  /** The fastest suite of this machine, chosen once. */
  public static CryptoSuite platform() {
    return Platform.SUITE;
  }

  static CryptoSuite conscrypt() {
    Provider conscrypt = Conscrypt.newProvider();
    return new CryptoSuite(
        Optional.of(conscrypt),
        Optional.of(corretto().orElse(conscrypt)),
        "ChaCha20/Poly1305/NoPadding");
  }

  private static Optional<Provider> corretto() {
    try {
      return Optional.of(Corretto.provider());
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("Ed25519 without Corretto: {}", e.toString());
      return Optional.empty();
    }
  }

  /** The JDK's own primitives, by the order of its installed providers. */
  public static CryptoSuite jdk() {
    return new CryptoSuite(Optional.empty(), Optional.empty(), "ChaCha20-Poly1305");
  }

  /** An X25519 key pair: both of 32 bytes. */
  public record X25519KeyPair(byte[] privateKey, byte[] publicKey) {}

  /** A fresh X25519 key pair. */
  public X25519KeyPair generateX25519() {
    try {
      KeyPairGenerator generator =
          provider.isPresent()
              ? KeyPairGenerator.getInstance("XDH", provider.get())
              : KeyPairGenerator.getInstance("X25519");
      KeyPair pair = generator.generateKeyPair();
      return new X25519KeyPair(
          lastKeyBytes(pair.getPrivate().getEncoded()),
          lastKeyBytes(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("X25519 is missing", e);
    }
  }

  /** The pair of a given private key. */
  public X25519KeyPair x25519Pair(byte[] privateKey) throws GeneralSecurityException {
    byte[] basePoint = new byte[KEY_BYTES];
    basePoint[0] = 9;
    return new X25519KeyPair(privateKey.clone(), x25519(privateKey, basePoint));
  }

  /**
   * The shared secret of 32 bytes.
   *
   * @throws GeneralSecurityException for a public key of small order, which would give a secret of
   *     zeros
   */
  public byte[] x25519(byte[] privateKey, byte[] publicKey) throws GeneralSecurityException {
    KeyFactory factory = keyFactory("XDH", provider);
    KeyAgreement agreement =
        provider.isPresent()
            ? KeyAgreement.getInstance("XDH", provider.get())
            : KeyAgreement.getInstance("XDH");
    agreement.init(
        factory.generatePrivate(new PKCS8EncodedKeySpec(der(X25519_PRIVATE_DER, privateKey))));
    agreement.doPhase(
        factory.generatePublic(new X509EncodedKeySpec(der(X25519_PUBLIC_DER, publicKey))), true);
    return agreement.generateSecret();
  }

  /** A ChaCha20-Poly1305 cipher, to be initialised with a key and a nonce for each message. */
  public Cipher chaChaPoly() {
    try {
      return provider.isPresent()
          ? Cipher.getInstance(cipherName, provider.get())
          : Cipher.getInstance(cipherName);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20-Poly1305 is missing", e);
    }
  }

  /** A fresh SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }

  /** A fresh key pair for ECDSA on P-256. */
  public KeyPair generateP256() {
    try {
      KeyPairGenerator generator =
          provider.isPresent()
              ? KeyPairGenerator.getInstance("EC", provider.get())
              : KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("P-256 is missing", e);
    }
  }

  /** The signature, in DER, over SHA-256 of the message. */
  public byte[] signEcdsa(PrivateKey key, byte[] message) {
    try {
      Signature signer = signature("SHA256withECDSA", provider);
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ECDSA cannot sign", e);
    }
  }

  /**
   * A reader of certificates. Conscrypt's takes those without an issuer's name, as rust-libp2p
   * writes them; the JDK's does not (RFC 5280 §4.1.2.4).
   */
  public CertificateFactory certificates() {
    try {
      return provider.isPresent()
          ? CertificateFactory.getInstance("X.509", provider.get())
          : CertificateFactory.getInstance("X.509");
    } catch (CertificateException e) {
      throw new IllegalStateException("X.509 is missing", e);
    }
  }

  /** The private key of a seed, in the provider's own form: reading it takes as long as signing. */
  PrivateKey ed25519Key(byte[] seed) {
    try {
      return keyFactory("EdDSA", ed25519)
          .generatePrivate(new PKCS8EncodedKeySpec(der(ED25519_PRIVATE_DER, seed)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is missing", e);
    }
  }

  /**
   * @param key of this suite
   */
  byte[] signEd25519(PrivateKey key, byte[] message) {
    try {
      Signature signer = signature("EdDSA", ed25519);
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 cannot sign", e);
    }
  }

  boolean verifyEd25519(byte[] publicKey, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    X509EncodedKeySpec key = new X509EncodedKeySpec(der(ED25519_PUBLIC_DER, publicKey));
    return verify(
        signature("EdDSA", ed25519),
        keyFactory("EdDSA", ed25519).generatePublic(key),
        message,
        signature);
  }

  boolean verify(
      String keyAlgorithm,
      String signatureAlgorithm,
      X509EncodedKeySpec key,
      byte[] message,
      byte[] signature)
      throws GeneralSecurityException {
    return verify(
        signature(signatureAlgorithm, provider),
        keyFactory(keyAlgorithm, provider).generatePublic(key),
        message,
        signature);
  }

  private static boolean verify(
      Signature verifier, java.security.PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }

  private static KeyFactory keyFactory(String algorithm, Optional<Provider> by)
      throws NoSuchAlgorithmException {
    return by.isPresent()
        ? KeyFactory.getInstance(algorithm, by.get())
        : KeyFactory.getInstance(algorithm);
  }

  private static Signature signature(String algorithm, Optional<Provider> by)
      throws NoSuchAlgorithmException {
    return by.isPresent()
        ? Signature.getInstance(algorithm, by.get())
        : Signature.getInstance(algorithm);
  }

  private static byte[] der(byte[] head, byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key of 32 bytes, not " + key.length);
    }
    byte[] der = Arrays.copyOf(head, head.length + key.length);
    System.arraycopy(key, 0, der, head.length, key.length);
    return der;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /** Both encodings of RFC 8410 without attributes end in the key's own bytes. */
  private static byte[] lastKeyBytes(byte[] der) {
    return Arrays.copyOfRange(der, der.length - KEY_BYTES, der.length);
  }

  @Override
  public String toString() {
    return provider.map(Provider::getName).orElseGet(() -> Security.getProviders()[0].getName());
  }
}
