package org.datanet.node.libp2p.streams;

import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.Varint;

/** Writes frames. */
public final class Frames {

  // Pooled on purpose: Netty 4.2's default, the adaptive allocator, has grown without bound under
  // load.
  private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

  /** The window that Yamux starts with. */
  private static final int PIECE_BYTES = 256 << 10;

  private Frames() {}

  /** A buffer of its own with the frame for {@code body}; the caller owns it. */
  public static ByteBuf encode(byte[] body) {
    return start(body.length).writeBytes(body);
  }

  /** A buffer of its own with the frame for a message; the caller owns it. */
  public static ByteBuf encode(MessageLite message) {
    ByteBuf frame = start(message.getSerializedSize());
    append(frame, message);
    return frame;
  }

  /** Appends a message to a buffer. */
  public static void append(ByteBuf frame, MessageLite message) {
    try (ByteBufOutputStream out = new ByteBufOutputStream(frame)) {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
  }

  /** A buffer with a frame's length, to which the caller appends the body. The caller owns it. */
  public static ByteBuf start(int bodyBytes) {
    ByteBuf frame = buffer(Varint.sizeBytes(bodyBytes) + bodyBytes);
    Varint.write(frame, bodyBytes);
    return frame;
  }

  /**
   * Writes a large buffer piece by piece, each when the one before was handed to the socket, so
   * that it need not fit the stream's send buffer; takes over the buffer's reference. The stage
   * fails with the first write that does.
   */
  public static CompletionStage<Void> writeInPieces(Stream stream, ByteBuf data) {
    return writeInPieces(stream, data, false);
  }

  /** The same, after which the stream is half-closed. */
  public static CompletionStage<Void> writeLastInPieces(Stream stream, ByteBuf data) {
    return writeInPieces(stream, data, true);
  }

  private static CompletionStage<Void> writeInPieces(Stream stream, ByteBuf data, boolean last) {
    if (data.readableBytes() <= PIECE_BYTES) {
      return last ? stream.writeLast(data) : stream.write(data);
    }
    return stream
        .write(data.readRetainedSlice(PIECE_BYTES))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                data.release();
              }
            })
        .thenCompose(done -> writeInPieces(stream, data, last));
  }

  /** An empty buffer with room for this many bytes. The caller owns it. */
  public static ByteBuf buffer(int bytes) {
    return ALLOCATOR.buffer(bytes);
  }
}
