package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of a message, see {@link MessageIds}; at least one byte. */
public record MessageId(ByteString bytes) implements Comparable<MessageId> {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  public MessageId {
    if (bytes.isEmpty()) {
      throw new IllegalArgumentException("a message id has at least one byte");
    }
  }

  /** SHA-256 of the data. */
  public static MessageId of(ByteString data) {
    MessageDigest sha256 = sha256();
    for (ByteBuffer part : data.asReadOnlyByteBufferList()) {
      sha256.update(part);
    }
    return new MessageId(ByteString.copyFrom(sha256.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * FNV-1a: numbers in a row, which ids of signed messages end in, share a few thousand hashes of
   * {@link ByteString}.
   */
  @Override
  public int hashCode() {
    long hash = FNV_OFFSET;
    for (int i = 0; i < bytes.size(); i++) {
      hash = (hash ^ (bytes.byteAt(i) & 0xff)) * FNV_PRIME;
    }
    return Long.hashCode(hash);
  }

  /** An order keeps hash tables fast where somebody has chosen ids of one hash. */
  @Override
  public int compareTo(MessageId other) {
    return ByteString.unsignedLexicographicalComparator().compare(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes.substring(0, Math.min(4, bytes.size())).toByteArray());
  }
}
