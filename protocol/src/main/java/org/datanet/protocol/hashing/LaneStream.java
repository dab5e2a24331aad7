package org.datanet.protocol.hashing;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Expands an entry to its lanes: the AES-256-CTR keystream (IV of zeroes) under SHA-256 of the
 * entry. Owns a digest, a cipher and a buffer, so that an entry costs no large allocation. Not safe
 * for concurrent use.
 */
final class LaneStream {

  private static final byte[] ZEROES = new byte[LtHash.STATE_BYTES];
  private static final IvParameterSpec ZERO_IV = new IvParameterSpec(new byte[16]);

  private final MessageDigest sha256 = Sha256.create();
  private final Cipher aesCtr = cipher();
  private final byte[] key = new byte[Sha256.DIGEST_BYTES];
  private final byte[] lanes = new byte[LtHash.STATE_BYTES];

  /** The digest to feed an entry to before {@link #expand()}. */
  MessageDigest digest() {
    return sha256;
  }

  /** The lanes of what {@link #digest()} was fed, valid until the next call; resets the digest. */
  byte[] expand() {
    Sha256.finish(sha256, key, 0);
    try {
      aesCtr.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), ZERO_IV);
      aesCtr.doFinal(ZEROES, 0, ZEROES.length, lanes, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-CTR failed on a fixed-size input", e);
    }
    return lanes;
  }

  private static Cipher cipher() {
    try {
      return Cipher.getInstance("AES/CTR/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK must offer AES/CTR/NoPadding", e);
    }
  }
}
