package org.datanet.node.libp2p.bitswap;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.Varint;

/**
 * The CID of a block in binary form, of a kind that can be checked: version 0, or version 1 of any
 * codec, over a SHA-256 of 32 bytes (multiformats/cid).
 */
public record BlockCid(ByteString bytes) {

  /** Version 1, a codec of the longest varint, and the multihash. */
  static final int BYTES_MAX = 1 + Varint.BYTES_MAX + 2 + 32;

  private static final int DIGEST_BYTES = 32;
  private static final int SHA2_256 = 0x12;

  /** Empty for a CID of another hash, of another version, or none. */
  public static Optional<BlockCid> decode(ByteString cid) {
    if (cid.size() > BYTES_MAX || cid.size() < DIGEST_BYTES) {
      return Optional.empty();
    }
    return isPrefix(cid.substring(0, cid.size() - DIGEST_BYTES))
        ? Optional.of(new BlockCid(cid))
        : Optional.empty();
  }

  /**
   * The CID of data under a prefix that a peer sent with it; empty where the prefix is of another
   * kind.
   */
  static Optional<BlockCid> of(ByteString prefix, ByteString data) {
    if (prefix.size() > BYTES_MAX - DIGEST_BYTES || !isPrefix(prefix)) {
      return Optional.empty();
    }
    ByteString cidPrefix = isVersion0(prefix) ? prefix.substring(prefix.size() - 2) : prefix;
    return Optional.of(new BlockCid(cidPrefix.concat(sha256(data))));
  }

  /** Version, codec, multihash code and length; for version 0 with the values that it implies. */
  ByteString prefix() {
    ByteString own = bytes.substring(0, bytes.size() - DIGEST_BYTES);
    return own.size() == 2
        ? ByteString.copyFrom(new byte[] {0, 0x70, SHA2_256, DIGEST_BYTES})
        : own;
  }

  private static boolean isVersion0(ByteString prefix) {
    return prefix.size() == 4 && prefix.byteAt(0) == 0;
  }

  private static boolean isPrefix(ByteString prefix) {
    ByteBuf in = Unpooled.wrappedBuffer(prefix.asReadOnlyByteBuffer());
    if (prefix.size() == 2) {
      return in.readByte() == SHA2_256 && in.readByte() == DIGEST_BYTES;
    }
    long version = Varint.read(in);
    long codec = Varint.read(in);
    boolean known = version == 1 && codec >= 0 || version == 0 && codec == 0x70;
    return known
        && Varint.read(in) == SHA2_256
        && Varint.read(in) == DIGEST_BYTES
        && !in.isReadable();
  }

  private static ByteString sha256(ByteString data) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      data.asReadOnlyByteBufferList().forEach(sha256::update);
      return ByteString.copyFrom(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
