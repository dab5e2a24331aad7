package org.datanet.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A JCA provider's Ed25519 on raw keys, without the strict rule: {@link StrictEd25519} is the door.
 *
 * <p>A provider that throws is broken, not a verdict. Two exceptions are verdicts, and only where
 * the input bears them out: a key or an R that is no point of the curve (SunEC throws for both).
 */
final class JcaEd25519 implements SignatureVerifier {

  /** Providers register under the curve's or the scheme's name. */
  private static final String[] NAMES = {"Ed25519", "EdDSA"};

  /** SubjectPublicKeyInfo with OID 1.3.101.112 up to the 32 bytes of the key, RFC 8410 §4. */
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  /** PrivateKeyInfo with the same OID up to the 32 bytes of the seed, RFC 8410 §7. */
  private static final byte[] PKCS8_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  /** RFC 8032 §7.1, TEST 3. */
  private static final byte[] KNOWN_KEY =
      HexFormat.of().parseHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");

  private static final byte[] KNOWN_MESSAGE = HexFormat.of().parseHex("af82");
  private static final byte[] KNOWN_SIGNATURE =
      HexFormat.of()
          .parseHex(
              "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                  + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");

  private final Provider provider;
  private final String signatureName;
  private final String keyFactoryName;

  private JcaEd25519(Provider provider, String signatureName, String keyFactoryName) {
    this.provider = provider;
    this.signatureName = signatureName;
    this.keyFactoryName = keyFactoryName;
  }

  /**
   * @throws GeneralSecurityException when the provider lacks Ed25519 or its key factory, refuses
   *     RFC 8032's signature, or accepts it for another message
   */
  static JcaEd25519 over(Provider provider) throws GeneralSecurityException {
    JcaEd25519 ed25519 =
        new JcaEd25519(provider, offered(provider, "Signature"), offered(provider, "KeyFactory"));
    PublicKey key = ed25519.publicKey(KNOWN_KEY);
    if (!ed25519.matches(key, KNOWN_MESSAGE, KNOWN_SIGNATURE)
        || ed25519.matches(key, new byte[] {1}, KNOWN_SIGNATURE)) {
      throw new GeneralSecurityException(provider.getName() + " misjudges RFC 8032's signature");
    }
    return ed25519;
  }

  private static String offered(Provider provider, String type) throws NoSuchAlgorithmException {
    for (String name : NAMES) {
      if (provider.getService(type, name) != null) {
        return name;
      }
    }
    throw new NoSuchAlgorithmException(
        provider.getName() + " has no " + type + " for Ed25519 (ACCP: registerEdKeyFactory=true)");
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      return matches(publicKey(publicKey), message, signature);
    } catch (InvalidKeySpecException | InvalidKeyException e) {
      return refusedUnlessOnCurve(publicKey, e);
    } catch (SignatureException e) {
      return refusedUnlessOnCurve(Arrays.copyOf(signature, EdwardsEncoding.BYTES), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(provider.getName() + " withdrew Ed25519", e);
    }
  }

  private boolean refusedUnlessOnCurve(byte[] point, GeneralSecurityException cause) {
    if (EdwardsEncoding.isOnCurve(point)) {
      throw new IllegalStateException(provider.getName() + " failed on a decodable point", cause);
    }
    return false;
  }

  private boolean matches(PublicKey key, byte[] message, byte[] signature)
      throws NoSuchAlgorithmException, InvalidKeyException, SignatureException {
    Signature verifier = Signature.getInstance(signatureName, provider);
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }

  private PublicKey publicKey(byte[] raw) throws NoSuchAlgorithmException, InvalidKeySpecException {
    return KeyFactory.getInstance(keyFactoryName, provider)
        .generatePublic(new X509EncodedKeySpec(concatenate(X509_PREFIX, raw)));
  }

  /**
   * @param seed 32 bytes
   */
  PrivateKey privateKey(byte[] seed) throws NoSuchAlgorithmException, InvalidKeySpecException {
    byte[] encoded = concatenate(PKCS8_PREFIX, seed);
    PrivateKey key =
        KeyFactory.getInstance(keyFactoryName, provider)
            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    Arrays.fill(encoded, (byte) 0);
    return key;
  }

  byte[] sign(PrivateKey key, byte[] message)
      throws NoSuchAlgorithmException, InvalidKeyException, SignatureException {
    Signature signer = Signature.getInstance(signatureName, provider);
    signer.initSign(key);
    signer.update(message);
    return signer.sign();
  }

  private static byte[] concatenate(byte[] prefix, byte[] raw) {
    byte[] encoded = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, encoded, prefix.length, raw.length);
    return encoded;
  }
}
