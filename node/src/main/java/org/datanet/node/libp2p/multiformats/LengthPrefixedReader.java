package org.datanet.node.libp2p.multiformats;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/**
 * Cuts a stream of bytes into messages with an unsigned varint before each. Holds at most one
 * message and what came with it; a longer one is refused before its bytes are kept. Not safe for
 * several threads.
 */
public final class LengthPrefixedReader implements AutoCloseable {

  private final int messageBytesMax;
  private ByteBuf buffered;
  private boolean malformed;

  /** A reader of messages of at most so many bytes, their prefix not counted. */
  public LengthPrefixedReader(ByteBufAllocator allocator, int messageBytesMax) {
    this.messageBytesMax = messageBytesMax;
    this.buffered = allocator.buffer(0);
  }

  /**
   * Keeps a copy of the bytes; the buffer stays the caller's. Call {@link #next} until it is empty.
   */
  public void append(ByteBuf data) {
    if (!malformed) {
      buffered.discardReadBytes();
      buffered.writeBytes(data, data.readerIndex(), data.readableBytes());
    }
  }

  /**
   * The next whole message as a copy that the caller releases; empty where more bytes are needed or
   * the stream is {@link #isMalformed malformed}.
   */
  public Optional<ByteBuf> next() {
    return next(messageBytesMax);
  }

  /** The next message where it must be shorter than others may be. */
  public Optional<ByteBuf> next(int thisMessageBytesMax) {
    if (malformed) {
      return Optional.empty();
    }
    int start = buffered.readerIndex();
    long lengthBytes = Varint.read(buffered);
    if (lengthBytes == Varint.INCOMPLETE) {
      return Optional.empty();
    }
    if (lengthBytes == Varint.MALFORMED || lengthBytes > thisMessageBytesMax) {
      malformed = true;
      buffered.clear();
      return Optional.empty();
    }
    if (buffered.readableBytes() < lengthBytes) {
      buffered.readerIndex(start);
      return Optional.empty();
    }
    return Optional.of(buffered.readBytes((int) lengthBytes));
  }

  /**
   * A prefix was not a minimal varint or announced too long a message; nothing more will be read.
   */
  public boolean isMalformed() {
    return malformed;
  }

  /** Takes what is left after the last message as a copy that the caller releases; may be empty. */
  public ByteBuf takeRest() {
    return buffered.readBytes(buffered.readableBytes());
  }

  /** Bytes that wait for the rest of their message. */
  public int bufferedBytes() {
    return buffered.readableBytes();
  }

  /**
   * Any number of times. The buffer's own count cannot tell whether it was released: a pooled
   * buffer may belong to somebody else by then.
   */
  @Override
  public void close() {
    ByteBuf held = buffered;
    buffered = Unpooled.EMPTY_BUFFER;
    held.release();
  }
}
