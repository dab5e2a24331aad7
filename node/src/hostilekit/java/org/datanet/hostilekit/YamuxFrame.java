package org.datanet.hostilekit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A frame of Yamux written by hand, so that every field can be wrong.
 *
 * @param length what the header says, whatever the payload is
 */
public record YamuxFrame(int type, int flags, int streamId, long length, byte[] payload) {

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

  ByteBuf encoded() {
    return Unpooled.buffer(12 + payload.length)
        .writeByte(0)
        .writeByte(type)
        .writeShort(flags)
        .writeInt(streamId)
        .writeInt((int) length)
        .writeBytes(payload);
  }
}
