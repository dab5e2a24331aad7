package org.datanet.node.libp2p.multiformats;

/**
 * base58btc: Bitcoin's alphabet, without {@code 0OIl}. Takes time quadratic in the length, so it is
 * bounded.
 */
public final class Base58 {

  /** Peer ids take 46 to 52 digits, the longest CIDs of ours under 100. */
  public static final int LENGTH_MAX = 256;

  private static final BaseN CODEC =
      new BaseN("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

  private Base58() {}

  /** Encodes at most 256 bytes. */
  public static String encode(byte[] bytes) {
    if (bytes.length > LENGTH_MAX) {
      throw new IllegalArgumentException("too long for base58: " + bytes.length + " bytes");
    }
    return CODEC.encode(bytes);
  }

  /**
   * Decodes at most 256 digits.
   *
   * @throws IllegalArgumentException for a character outside the alphabet or too long a text
   */
  public static byte[] decode(String text) {
    if (text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException("too long for base58: " + text.length() + " digits");
    }
    return CODEC.decode(text);
  }
}
