package org.datanet.protocol.content;

import java.util.Arrays;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.Sha256;

/**
 * The name of a content: CIDv1, raw codec, sha2-256; 36 bytes {@code 01 55 12 20 digest}, text
 * {@code bafkrei…} in base32 lower case. Other versions, codecs, hashes and bases are refused, so
 * that one content has one name. Ordered by unsigned bytes. docs/protocol.md §1.
 */
public record Cid(Bytes32 digest) implements Comparable<Cid> {

  public Cid {
    // One flat array: these are compared far more often than they are made.
    digest = Bytes32.wrap(digest.toArrayUnsafe());
  }

  /** Version 1, multicodec {@code raw}, multihash sha2-256 of 32 bytes. */
  private static final Bytes PREFIX = Bytes.fromHexString("0x01551220");

  private static final int BYTES = PREFIX.size() + Bytes32.SIZE;

  /** Multibase's letter for base32 in lower case without padding. */
  private static final char BASE32_LOWER = 'b';

  public static Cid ofContent(byte[] content) {
    return new Cid(Sha256.of(content));
  }

  /** Empty unless {@code bytes} are exactly what {@link #toBytes()} gives for some digest. */
  public static Optional<Cid> decode(Bytes bytes) {
    if (bytes.size() != BYTES || !bytes.slice(0, PREFIX.size()).equals(PREFIX)) {
      return Optional.empty();
    }
    return Optional.of(new Cid(Bytes32.wrap(bytes.slice(PREFIX.size()).copy())));
  }

  /** Reads {@link #toString()}'s form and no other; empty for any other text. */
  public static Optional<Cid> parse(String text) {
    if (text.isEmpty() || text.charAt(0) != BASE32_LOWER) {
      return Optional.empty();
    }
    return Base32.decode(text.substring(1), BYTES).flatMap(Cid::decode);
  }

  public Bytes toBytes() {
    return Bytes.concatenate(PREFIX, digest);
  }

  @Override
  public String toString() {
    return BASE32_LOWER + Base32.encode(toBytes());
  }

  @Override
  public int compareTo(Cid other) {
    return Arrays.compareUnsigned(digest.toArrayUnsafe(), other.digest.toArrayUnsafe());
  }
}
