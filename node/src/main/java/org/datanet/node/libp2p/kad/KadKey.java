package org.datanet.node.libp2p.kad;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * A place in the space of keys, 256 bits: the SHA-256 of a peer id or of any other key. The
 * distance of two is their XOR, as an unsigned number (kad-dht, "Distance").
 */
record KadKey(long bits0, long bits64, long bits128, long bits192) {

  static final int BITS = 256;

  static KadKey of(PeerId peer) {
    return of(peer.bytes());
  }

  /** Where a key of the wire lies. */
  static KadKey of(byte[] key) {
    ByteBuffer digest = ByteBuffer.wrap(sha256().digest(key));
    return new KadKey(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
  }

  /** Leading bits that both have in common, 0 to 256. */
  int commonBits(KadKey other) {
    long[] differing = {
      bits0 ^ other.bits0, bits64 ^ other.bits64, bits128 ^ other.bits128, bits192 ^ other.bits192
    };
    for (int i = 0; i < differing.length; i++) {
      if (differing[i] != 0) {
        return Long.SIZE * i + Long.numberOfLeadingZeros(differing[i]);
      }
    }
    return BITS;
  }

  /** Orders keys by their distance from this one, the nearest first. */
  Comparator<KadKey> nearestFirst() {
    return (one, other) -> {
      int order = Long.compareUnsigned(bits0 ^ one.bits0, bits0 ^ other.bits0);
      if (order == 0) {
        order = Long.compareUnsigned(bits64 ^ one.bits64, bits64 ^ other.bits64);
      }
      if (order == 0) {
        order = Long.compareUnsigned(bits128 ^ one.bits128, bits128 ^ other.bits128);
      }
      if (order == 0) {
        order = Long.compareUnsigned(bits192 ^ one.bits192, bits192 ^ other.bits192);
      }
      return order;
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
