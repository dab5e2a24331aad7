package org.datanet.protocol.identity;

import java.math.BigInteger;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Base58 with Bitcoin's alphabet, for short values: its cost grows with the square of the length.
 */
final class Base58 {

  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final BigInteger RADIX = BigInteger.valueOf(58);

  private Base58() {}

  /** Each leading zero byte becomes a leading {@code 1}. */
  static String encode(Bytes bytes) {
    StringBuilder digits = new StringBuilder();
    BigInteger rest = bytes.toUnsignedBigInteger();
    while (rest.signum() > 0) {
      BigInteger[] step = rest.divideAndRemainder(RADIX);
      digits.append(ALPHABET.charAt(step[1].intValue()));
      rest = step[0];
    }
    digits.append("1".repeat(bytes.numberOfLeadingZeroBytes()));
    return digits.reverse().toString();
  }

  /** Empty when a character is not of the alphabet. */
  static Optional<Bytes> decode(String text) {
    BigInteger value = BigInteger.ZERO;
    int zeroes = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      if (digit == 0 && zeroes == i) {
        zeroes++;
      }
      value = value.multiply(RADIX).add(BigInteger.valueOf(digit));
    }
    Bytes magnitude = Bytes.wrap(value.toByteArray()).trimLeadingZeros();
    return Optional.of(Bytes.concatenate(Bytes.wrap(new byte[zeroes]), magnitude));
  }
}
