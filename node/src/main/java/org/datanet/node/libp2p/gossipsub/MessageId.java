package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of a message, see {@link MessageIds}; at least one byte. */
public record MessageId(ByteString bytes) {

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

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes.substring(0, Math.min(4, bytes.size())).toByteArray());
  }
}
