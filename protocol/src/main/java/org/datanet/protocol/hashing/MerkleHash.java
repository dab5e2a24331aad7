package org.datanet.protocol.hashing;

import java.security.MessageDigest;

/** Leaf and node hashes of RFC 6962 §2.1, written in place. Not safe for concurrent use. */
final class MerkleHash {

  private static final byte LEAF = 0x00;
  private static final byte NODE = 0x01;

  private final MessageDigest sha256 = Sha256.create();

  /** {@code target[offset..] = SHA-256(0x00 ‖ row)}. */
  void leaf(byte[] row, byte[] target, int offset) {
    leaf(row, 0, row.length, target, offset);
  }

  void leaf(byte[] source, int from, int length, byte[] target, int offset) {
    sha256.update(LEAF);
    sha256.update(source, from, length);
    Sha256.finish(sha256, target, offset);
  }

  /**
   * {@code target[offset..] = SHA-256(0x01 ‖ left ‖ right)}; the target may be one of the sources.
   */
  void node(byte[] left, int leftOffset, byte[] right, int rightOffset, byte[] target, int offset) {
    sha256.update(NODE);
    sha256.update(left, leftOffset, Sha256.DIGEST_BYTES);
    sha256.update(right, rightOffset, Sha256.DIGEST_BYTES);
    Sha256.finish(sha256, target, offset);
  }
}
