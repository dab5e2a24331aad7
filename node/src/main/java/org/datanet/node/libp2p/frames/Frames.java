package org.datanet.node.libp2p.frames;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import org.datanet.node.libp2p.multiformats.Varint;

/** Writes frames. */
public final class Frames {

  // Pooled on purpose: Netty 4.2's default, the adaptive allocator, has grown without bound under load.
  private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

  private Frames() {}

  /** A buffer of its own with the frame for {@code body}; the caller owns it. */
  public static ByteBuf encode(byte[] body) {
    return start(body.length).writeBytes(body);
  }

  /** A buffer with a frame's length, to which the caller appends the body. The caller owns it. */
  public static ByteBuf start(int bodyBytes) {
    ByteBuf frame = buffer(Varint.sizeBytes(bodyBytes) + bodyBytes);
    Varint.write(frame, bodyBytes);
    return frame;
  }

  /** An empty buffer with room for this many bytes. The caller owns it. */
  public static ByteBuf buffer(int bytes) {
    return ALLOCATOR.buffer(bytes);
  }
}
