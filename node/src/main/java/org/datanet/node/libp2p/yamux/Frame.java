package org.datanet.node.libp2p.yamux;

import io.netty.buffer.ByteBuf;

/**
 * The header of a frame, 12 bytes in network order: version, type, flags, stream, length. The
 * length is that of the data, the credit of a window update, the opaque value of a ping or the code
 * of a go-away.
 */
record Frame(int type, int flags, int streamId, long length) {

  static final int HEADER_BYTES = 12;

  static final int DATA = 0;
  static final int WINDOW_UPDATE = 1;
  static final int PING = 2;
  static final int GO_AWAY = 3;

  static final int SYN = 1;
  static final int ACK = 2;
  static final int FIN = 4;
  static final int RST = 8;

  static final int NORMAL = 0;
  static final int PROTOCOL_ERROR = 1;

  private static final int VERSION = 0;

  /** Reads the 12 bytes that the caller has seen to be there. */
  static Frame read(ByteBuf in) throws YamuxException {
    int version = in.readUnsignedByte();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedShort();
    int streamId = in.readInt();
    long length = in.readUnsignedInt();
    if (version != VERSION || type > GO_AWAY || flags > 0xf) {
      throw new YamuxException(
          "a frame of version %d, type %d, flags %d".formatted(version, type, flags));
    }
    boolean ofSession = type == PING || type == GO_AWAY;
    if (ofSession != (streamId == 0)) {
      throw new YamuxException("a frame of type " + type + " for stream " + streamId);
    }
    return new Frame(type, flags, streamId, length);
  }

  void write(ByteBuf out) {
    out.writeByte(VERSION).writeByte(type).writeShort(flags).writeInt(streamId);
    out.writeInt((int) length);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
