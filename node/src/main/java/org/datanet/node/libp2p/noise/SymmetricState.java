package org.datanet.node.libp2p.noise;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.datanet.node.libp2p.crypto.CryptoSuite;

/** Chaining key, handshake hash and the cipher of the moment (Noise §5.2). */
final class SymmetricState {

  private static final byte[] PROTOCOL_NAME =
      "Noise_XX_25519_ChaChaPoly_SHA256".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};

  private final CryptoSuite suite;
  private byte[] chainingKey = PROTOCOL_NAME.clone(); // 32 bytes: taken as it is, not hashed
  private byte[] hash = PROTOCOL_NAME.clone();
  private Optional<CipherState> cipher = Optional.empty();

  SymmetricState(CryptoSuite suite) {
    this.suite = suite;
  }

  void mixHash(byte[] data) {
    var sha256 = CryptoSuite.sha256();
    sha256.update(hash);
    hash = sha256.digest(data);
  }

  void mixKey(byte[] secret) {
    byte[][] keys = hkdf(secret);
    chainingKey = keys[0];
    cipher = Optional.of(new CipherState(suite, keys[1]));
  }

  byte[] encryptAndHash(byte[] plaintext) throws NoiseException {
    byte[] out = cipher.isPresent() ? cipher.get().encrypt(hash, plaintext) : plaintext;
    mixHash(out);
    return out;
  }

  byte[] decryptAndHash(byte[] data) throws NoiseException {
    byte[] out = cipher.isPresent() ? cipher.get().decrypt(hash, data) : data;
    mixHash(data);
    return out;
  }

  boolean isKeyed() {
    return cipher.isPresent();
  }

  byte[] hash() {
    return hash.clone();
  }

  /** The initiator's and the responder's sending ciphers. */
  CipherState[] split() {
    byte[][] keys = hkdf(NOTHING);
    return new CipherState[] {new CipherState(suite, keys[0]), new CipherState(suite, keys[1])};
  }

  /** HKDF with two outputs (Noise §4.3). */
  private byte[][] hkdf(byte[] input) {
    byte[] temporary = hmac(chainingKey, input);
    byte[] first = hmac(temporary, new byte[] {1});
    byte[] again = Arrays.copyOf(first, first.length + 1);
    again[first.length] = 2;
    return new byte[][] {first, hmac(temporary, again)};
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is missing", e);
    }
  }
}
