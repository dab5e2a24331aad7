package org.datanet.node.libp2p.multiformats;

import java.util.Arrays;

/**
 * Positional encodings in which leading zero bytes become leading zero digits (base58btc, base36).
 */
final class BaseN {

  private final char[] digits;
  private final int[] values = new int[128];

  BaseN(String alphabet) {
    digits = alphabet.toCharArray();
    Arrays.fill(values, -1);
    for (int i = 0; i < digits.length; i++) {
      values[digits[i]] = i;
    }
  }

  String encode(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    byte[] number = bytes.clone();
    char[] out = new char[bytes.length * 2]; // a byte takes at most 1.55 digits of base 36
    int end = out.length;
    for (int start = zeros; start < number.length; ) {
      out[--end] = digits[divide(number, start, 256, digits.length)];
      if (number[start] == 0) {
        start++;
      }
    }
    while (end < out.length && out[end] == digits[0]) {
      end++;
    }
    while (zeros-- > 0) {
      out[--end] = digits[0];
    }
    return new String(out, end, out.length - end);
  }

  byte[] decode(String text) {
    byte[] number = new byte[text.length()];
    for (int i = 0; i < number.length; i++) {
      char c = text.charAt(i);
      int value = c < 128 ? values[c] : -1;
      if (value < 0) {
        throw new IllegalArgumentException("not a base" + digits.length + " digit at " + i);
      }
      number[i] = (byte) value;
    }
    int zeros = 0;
    while (zeros < number.length && number[zeros] == 0) {
      zeros++;
    }
    byte[] out = new byte[number.length];
    int end = out.length;
    for (int start = zeros; start < number.length; ) {
      out[--end] = (byte) divide(number, start, digits.length, 256);
      if (number[start] == 0) {
        start++;
      }
    }
    while (end < out.length && out[end] == 0) {
      end++;
    }
    return Arrays.copyOfRange(out, end - zeros, out.length);
  }

  /** Divides the number in place and gives the remainder. */
  private static int divide(byte[] number, int start, int base, int divisor) {
    int remainder = 0;
    for (int i = start; i < number.length; i++) {
      int part = remainder * base + (number[i] & 0xff);
      number[i] = (byte) (part / divisor);
      remainder = part % divisor;
    }
    return remainder;
  }
}
