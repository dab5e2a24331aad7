package org.datanet.protocol.hashing;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The JDK's SHA-256, with the checked exceptions that a correct platform never throws turned into
 * bugs.
 */
public final class Sha256 {

  static final int DIGEST_BYTES = 32;

  private Sha256() {}

  /**
   * SHA-256 without a domain, for what the outside world also computes: content ids. Everything
   * else goes through {@link Hasher}.
   */
  public static Bytes32 of(byte[] bytes) {
    return Bytes32.wrap(create().digest(bytes));
  }

  static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must offer SHA-256", e);
    }
  }

  /**
   * Finishes {@code digest} into {@code target[offset, offset + 32)} and resets it; no allocation.
   */
  static void finish(MessageDigest digest, byte[] target, int offset) {
    try {
      digest.digest(target, offset, DIGEST_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 refused a 32-byte target", e);
    }
  }
}
