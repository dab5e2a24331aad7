package org.datanet.node.libp2p.multiformats;

import io.netty.buffer.ByteBuf;

/**
 * Unsigned varint of multiformats: seven bits a byte, least significant first, at most nine bytes,
 * and only the shortest encoding of a value is valid (multiformats/unsigned-varint).
 */
public final class Varint {

  /**
   * What {@link #read} gives where the bytes end inside a varint; the reader index has not moved.
   */
  public static final long INCOMPLETE = -1;

  /** What {@link #read} gives for a varint that is too long or not minimal. */
  public static final long MALFORMED = -2;

  /** Nine bytes carry 63 bits: every value fits a non-negative long. */
  public static final int BYTES_MAX = 9;

  private Varint() {}

  /**
   * Reads one varint.
   *
   * @return the value (0 or more), {@link #INCOMPLETE} or {@link #MALFORMED}
   */
  public static long read(ByteBuf in) {
    int start = in.readerIndex();
    int available = Math.min(in.readableBytes(), BYTES_MAX);
    long value = 0;
    for (int i = 0; i < available; i++) {
      int octet = in.getByte(start + i);
      value |= (octet & 0x7fL) << (7 * i);
      if (octet >= 0) {
        if (octet == 0 && i > 0) {
          return MALFORMED;
        }
        in.readerIndex(start + i + 1);
        return value;
      }
    }
    return available == BYTES_MAX ? MALFORMED : INCOMPLETE;
  }

  /** Appends a value of 0 or more. */
  public static void write(ByteBuf out, long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative varint: " + value);
    }
    long rest = value;
    while (rest >= 0x80) {
      out.writeByte((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  /** Bytes that {@link #write} takes for a value. */
  public static int sizeBytes(long value) {
    return value == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7;
  }
}
