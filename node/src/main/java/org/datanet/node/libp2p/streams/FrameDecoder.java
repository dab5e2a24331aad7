package org.datanet.node.libp2p.streams;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.function.Consumer;
import org.datanet.node.libp2p.multiformats.Varint;

/**
 * Cuts the bytes of one stream into frames. Memory grows with what has come, not with the length
 * that a peer announces. For one thread at a time; holds no buffer between calls.
 */
public final class FrameDecoder {

  /** Enough for most frames; a longer one doubles its way up. */
  private static final int INITIAL_BYTES = 4 << 10;

  private final int frameBytesMax;
  private final byte[] header = new byte[Varint.BYTES_MAX];
  private int headerBytes;
  private int frameBytes = -1;
  private byte[] frame = new byte[0];
  private int filled;

  public FrameDecoder(int frameBytesMax) {
    this.frameBytesMax = frameBytesMax;
  }

  /** What came of some bytes. */
  public enum Result {
    OK,
    /** The stream is out of step for good: reset it. */
    MALFORMED_LENGTH,
    /** A frame above the limit was announced: reset the stream. */
    TOO_LARGE
  }

  /** Reads all of {@code in}, handing over each whole frame. */
  public Result feed(ByteBuf in, Consumer<byte[]> frames) {
    while (in.isReadable()) {
      if (frameBytes < 0) {
        Result result = readHeader(in);
        if (result != Result.OK) {
          return result;
        }
      }
      if (frameBytes >= 0) {
        readBody(in, frames);
      }
    }
    return Result.OK;
  }

  /** True between two frames: a stream that ends elsewhere was cut off. */
  public boolean isAtBoundary() {
    return frameBytes < 0 && headerBytes == 0;
  }

  private Result readHeader(ByteBuf in) {
    header[headerBytes] = in.readByte();
    headerBytes++;
    long length = Varint.read(Unpooled.wrappedBuffer(header, 0, headerBytes));
    if (length == Varint.INCOMPLETE) {
      return Result.OK;
    }
    if (length == Varint.MALFORMED) {
      return Result.MALFORMED_LENGTH;
    }
    if (length > frameBytesMax) {
      return Result.TOO_LARGE;
    }
    headerBytes = 0;
    frameBytes = (int) length;
    frame = new byte[Math.min(frameBytes, INITIAL_BYTES)];
    filled = 0;
    return Result.OK;
  }

  private void readBody(ByteBuf in, Consumer<byte[]> frames) {
    int count = Math.min(in.readableBytes(), frameBytes - filled);
    if (filled + count > frame.length) {
      int doubled = Math.max(filled + count, 2 * frame.length);
      frame = Arrays.copyOf(frame, Math.min(frameBytes, doubled));
    }
    in.readBytes(frame, filled, count);
    filled += count;
    if (filled == frameBytes) {
      byte[] whole = frame;
      frame = new byte[0];
      frameBytes = -1;
      frames.accept(whole);
    }
  }
}
