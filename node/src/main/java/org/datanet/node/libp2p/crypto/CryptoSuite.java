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
 * taken wherever its native library loads.
 */
public final class CryptoSuite {

  /** Length of X25519 and Ed25519 keys, public and private. */
  public static final int KEY_BYTES = 32;

  private static final Logger LOG = LoggerFactory.getLogger(CryptoSuite.class);

  /**
   * DER before the 32 bytes of a key: RFC 8410, with the last byte of the object identifier in
   * place of 00.
   */
  private static final String PUBLIC_DER = "302a300506032b65%s032100";

  private static final String PRIVATE_DER = "302e020100300506032b65%s04220420";
  private static final String X25519_OID_END = "6e";
  private static final String ED25519_OID_END = "70";

  private final Optional<Provider> provider;
  private final String cipherName;

  private CryptoSuite(Optional<Provider> provider, String cipherName) {
    this.provider = provider;
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
    return new CryptoSuite(Optional.of(Conscrypt.newProvider()), "ChaCha20/Poly1305/NoPadding");
  }

  /** The JDK's own primitives, by the order of its installed providers. */
  public static CryptoSuite jdk() {
    return new CryptoSuite(Optional.empty(), "ChaCha20-Poly1305");
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
    KeyFactory factory = keyFactory("XDH");
    KeyAgreement agreement =
        provider.isPresent()
            ? KeyAgreement.getInstance("XDH", provider.get())
            : KeyAgreement.getInstance("XDH");
    agreement.init(factory.generatePrivate(privateSpec(X25519_OID_END, privateKey)));
    agreement.doPhase(factory.generatePublic(publicSpec(X25519_OID_END, publicKey)), true);
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
      Signature signer = signature("SHA256withECDSA");
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ECDSA cannot sign", e);
    }
  }

  byte[] signEd25519(byte[] seed, byte[] message) {
    try {
      PrivateKey key = keyFactory("EdDSA").generatePrivate(privateSpec(ED25519_OID_END, seed));
      Signature signer = signature("EdDSA");
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 cannot sign", e);
    }
  }

  boolean verifyEd25519(byte[] publicKey, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    return verify("EdDSA", "EdDSA", publicSpec(ED25519_OID_END, publicKey), message, signature);
  }

  boolean verify(
      String keyAlgorithm,
      String signatureAlgorithm,
      X509EncodedKeySpec key,
      byte[] message,
      byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = signature(signatureAlgorithm);
    verifier.initVerify(keyFactory(keyAlgorithm).generatePublic(key));
    verifier.update(message);
    return verifier.verify(signature);
  }

  private KeyFactory keyFactory(String algorithm) throws NoSuchAlgorithmException {
    return provider.isPresent()
        ? KeyFactory.getInstance(algorithm, provider.get())
        : KeyFactory.getInstance(algorithm);
  }

  private Signature signature(String algorithm) throws NoSuchAlgorithmException {
    return provider.isPresent()
        ? Signature.getInstance(algorithm, provider.get())
        : Signature.getInstance(algorithm);
  }

  private static PKCS8EncodedKeySpec privateSpec(String oidEnd, byte[] key) {
    return new PKCS8EncodedKeySpec(der(PRIVATE_DER, oidEnd, key));
  }

  private static X509EncodedKeySpec publicSpec(String oidEnd, byte[] key) {
    return new X509EncodedKeySpec(der(PUBLIC_DER, oidEnd, key));
  }

  private static byte[] der(String template, String oidEnd, byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key of 32 bytes, not " + key.length);
    }
    byte[] head = HexFormat.of().parseHex(String.format(template, oidEnd));
    byte[] der = Arrays.copyOf(head, head.length + key.length);
    System.arraycopy(key, 0, der, head.length, key.length);
    return der;
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
