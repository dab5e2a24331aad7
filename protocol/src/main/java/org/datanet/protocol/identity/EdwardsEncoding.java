package org.datanet.protocol.identity;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What can be told of Ed25519's encodings before any curve arithmetic: RFC 8032 §5.1. Points are 32
 * bytes, y little-endian with the sign of x in the top bit; scalars are 32 bytes, little-endian.
 */
final class EdwardsEncoding {

  static final int BYTES = 32;

  /** 2^255 − 19. */
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** −121665/121666. */
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  private static final byte[] P_BYTES = littleEndian("edffffff", "ff", "ffffff7f");

  /** The order of the base point, 2^252 + 27742317777372353535851937790883648493. */
  private static final byte[] ORDER =
      HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

  /** The canonical y of the eight points whose order divides 8; x = ±√… share a y. */
  private static final byte[][] SMALL_ORDER_Y = {
    littleEndian("00000000", "00", "00000000"),
    littleEndian("01000000", "00", "00000000"),
    littleEndian("ecffffff", "ff", "ffffff7f"),
    HexFormat.of().parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    HexFormat.of().parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
  };

  private EdwardsEncoding() {}

  private static byte[] littleEndian(String first, String middle, String last) {
    return HexFormat.of().parseHex(first + middle.repeat(BYTES - 8) + last);
  }

  /** S &lt; L. */
  static boolean isReducedScalar(byte[] scalar) {
    return isBelow(scalar, ORDER);
  }

  /** y &lt; p. The remaining odd encodings, x = 0 with a sign, are of small order. */
  static boolean isCanonicalPoint(byte[] point) {
    return isBelow(withoutSign(point), P_BYTES);
  }

  /** For canonical encodings. */
  static boolean hasSmallOrder(byte[] point) {
    byte[] y = withoutSign(point);
    for (byte[] small : SMALL_ORDER_Y) {
      if (Arrays.equals(y, small)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether some x fits: (y² − 1)/(d·y² + 1) is a square. Slow (a modular power), for the rare
   * input that a provider refuses to decode.
   */
  static boolean isOnCurve(byte[] point) {
    byte[] bigEndian = withoutSign(point);
    for (int i = 0; i < BYTES / 2; i++) {
      byte low = bigEndian[i];
      bigEndian[i] = bigEndian[BYTES - 1 - i];
      bigEndian[BYTES - 1 - i] = low;
    }
    BigInteger y = new BigInteger(1, bigEndian);
    BigInteger ySquared = y.multiply(y).mod(P);
    BigInteger u = ySquared.subtract(BigInteger.ONE);
    BigInteger v = D.multiply(ySquared).add(BigInteger.ONE);
    // Euler's criterion; u·v is a square exactly when u/v is.
    BigInteger character = u.multiply(v).modPow(P.shiftRight(1), P);
    return character.signum() == 0 || character.equals(BigInteger.ONE);
  }

  private static byte[] withoutSign(byte[] point) {
    byte[] y = point.clone();
    y[BYTES - 1] &= 0x7f;
    return y;
  }

  private static boolean isBelow(byte[] value, byte[] bound) {
    for (int i = BYTES - 1; i >= 0; i--) {
      int difference = (value[i] & 0xff) - (bound[i] & 0xff);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }
}
