package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a message's data, 32 bytes: nobody can make another message of the same id. */
public record MessageId(ByteString digest) {

  static final int BYTES = 32;

  public MessageId {
    if (digest.size() != BYTES) {
      throw new IllegalArgumentException("a message id has 32 bytes, not " + digest.size());
    }
  }

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

  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest.substring(0, 4).toByteArray());
  }
}
