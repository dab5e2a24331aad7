package org.datanet.protocol.operation;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.Arrays;
import java.util.Optional;

/**
 * Messages in their one canonical form: what protobuf-java writes for what it read.
 * docs/protocol.md §1.
 */
public final class Canonical {

  private Canonical() {}

  /**
   * Empty when the bytes do not parse or are not the canonical encoding of what they say: unknown
   * fields, fields out of order or repeated, explicit defaults, over-long varints, trailing bytes.
   */
  public static <T extends Message> Optional<T> parse(Parser<T> parser, byte[] bytes) {
    T message;
    try {
      // Unknown fields would be written back as they came; without them the comparison sees them.
      message = DiscardUnknownFieldsParser.wrap(parser).parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
    return Arrays.equals(message.toByteArray(), bytes) ? Optional.of(message) : Optional.empty();
  }
}
