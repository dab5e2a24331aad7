package org.datanet.protocol.content;

/**
 * The protocol's only idea of a word: a maximal run of token bytes. ASCII letters, digits and every
 * byte from 0x80 up are token bytes, all others separate. A fixed table, because what a JDK calls a
 * letter changes with its Unicode version. ECONOMICS §1.1.
 */
public final class ByteTokens {

  private static final boolean[] TOKEN = table();

  private ByteTokens() {}

  private static boolean[] table() {
    boolean[] token = new boolean[256];
    for (int b = 0; b < 256; b++) {
      token[b] =
          (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b >= 0x80;
    }
    return token;
  }

  public static boolean isTokenByte(byte b) {
    return TOKEN[b & 0xff];
  }

  /** Runs of token bytes in {@code content}; 0 for content without any. */
  public static int count(byte[] content) {
    int tokens = 0;
    boolean inside = false;
    for (byte b : content) {
      boolean token = isTokenByte(b);
      if (token && !inside) {
        tokens++;
      }
      inside = token;
    }
    return tokens;
  }
}
