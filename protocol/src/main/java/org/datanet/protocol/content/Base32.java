package org.datanet.protocol.content;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** RFC 4648 base32 in lower case without padding, multibase {@code b}. */
final class Base32 {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BITS = 5;

  private Base32() {}

  static String encode(Bytes bytes) {
    StringBuilder text = new StringBuilder((bytes.size() * Byte.SIZE + BITS - 1) / BITS);
    int buffer = 0;
    int held = 0;
    for (int i = 0; i < bytes.size(); i++) {
      buffer = buffer << Byte.SIZE | bytes.get(i) & 0xff;
      held += Byte.SIZE;
      while (held >= BITS) {
        held -= BITS;
        text.append(ALPHABET.charAt(buffer >>> held & 31));
      }
    }
    if (held > 0) {
      text.append(ALPHABET.charAt(buffer << BITS - held & 31));
    }
    return text.toString();
  }

  /**
   * Empty for another alphabet, spare characters, spare bits that are not zero, or more than {@code
   * bytesMax} bytes.
   */
  static Optional<Bytes> decode(String text, int bytesMax) {
    long size = (long) text.length() * BITS / Byte.SIZE;
    if (size > bytesMax) {
      return Optional.empty();
    }
    byte[] bytes = new byte[(int) size];
    int filled = 0;
    int buffer = 0;
    int held = 0;
    for (int i = 0; i < text.length(); i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        return Optional.empty();
      }
      buffer = buffer << BITS | value;
      held += BITS;
      if (held >= Byte.SIZE) {
        held -= Byte.SIZE;
        bytes[filled++] = (byte) (buffer >>> held);
      }
    }
    boolean shortest = held < BITS && (buffer & (1 << held) - 1) == 0;
    return shortest ? Optional.of(Bytes.wrap(bytes)) : Optional.empty();
  }
}
