package org.datanet.hostilekit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/**
 * A frame of Yamux written by hand, so that every field can be wrong.
 *
 * @param length what the header says, whatever the payload is
 */
public record YamuxFrame(int type, int flags, int streamId, long length, byte[] payload) {

  private static final int HEADER_BYTES = 12;

  public static final int DATA = 0;
  public static final int WINDOW_UPDATE = 1;
  public static final int PING = 2;

  public static final int SYN = 1;
  public static final int ACK = 2;
  public static final int FIN = 4;
  public static final int RST = 8;

  /** The credit that both sides start a stream with. */
  public static final int WINDOW_BYTES = 256 << 10;

  /** Data whose length is as it should be. */
  public static YamuxFrame data(int flags, int streamId, byte[] payload) {
    return new YamuxFrame(DATA, flags, streamId, payload.length, payload);
  }

  /** A frame without a payload. */
  public static YamuxFrame control(int type, int flags, int streamId, long length) {
    return new YamuxFrame(type, flags, streamId, length, new byte[0]);
  }

  /** The bytes of a frame, so many times over. */
  public static byte[] repeated(YamuxFrame frame, int times) {
    ByteBuf one = frame.encoded();
    byte[] all = new byte[one.readableBytes() * times];
    for (int i = 0; i < times; i++) {
      one.getBytes(0, all, i * one.readableBytes(), one.readableBytes());
    }
    return all;
  }

  /** Takes the next frame off and gives its flags; empty where it is not whole. */
  static Optional<Integer> takeFlags(ByteBuf in) {
    if (in.readableBytes() < HEADER_BYTES) {
      return Optional.empty();
    }
    int start = in.readerIndex();
    int payloadBytes = in.getByte(start + 1) == DATA ? in.getInt(start + 8) : 0;
    if (in.readableBytes() < HEADER_BYTES + payloadBytes) {
      return Optional.empty();
    }
    in.skipBytes(HEADER_BYTES + payloadBytes);
    return Optional.of((int) in.getShort(start + 2));
  }

  ByteBuf encoded() {
    return Unpooled.buffer(HEADER_BYTES + payload.length)
        .writeByte(0)
        .writeByte(type)
        .writeShort(flags)
        .writeInt(streamId)
        .writeInt((int) length)
        .writeBytes(payload);
  }
}
