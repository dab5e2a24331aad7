package org.datanet.node.libp2p.noise;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts frames of {@code length (2 bytes) ‖ ciphertext}. Writes between two flushes
 * share a frame where they fit, so that many small messages cost one encryption.
 */
final class NoiseTransportHandler extends ByteToMessageDecoder implements ChannelOutboundHandler {

  /** A frame's length is a 16-bit number and covers the tag. */
  static final int PLAINTEXT_BYTES_MAX = 65_535 - CipherState.TAG_BYTES;

  /** Most flushes are small; the staging buffer grows from here to one frame. */
  private static final int STAGING_BYTES_INITIAL = 4 * 1024;

  private final CipherState sending;
  private final CipherState receiving;
  private final List<ChannelPromise> stagedPromises = new ArrayList<>();
  private @Nullable ByteBuf staged;
  private boolean broken;

  NoiseTransportHandler(CipherState sending, CipherState receiving) {
    this.sending = sending;
    this.receiving = receiving;
  }

  /** After a violation nothing more is read: a later frame could still be in order. */
  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws NoiseException {
    boolean intact = false;
    try {
      if (!broken) {
        decodeOne(ctx, in, out);
        intact = true;
      }
    } finally {
      if (!intact) {
        broken = true;
        in.skipBytes(in.readableBytes());
      }
    }
  }

  private void decodeOne(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws NoiseException {
    if (in.readableBytes() < Short.BYTES) {
      return;
    }
    int frameBytes = in.getUnsignedShort(in.readerIndex());
    if (frameBytes < CipherState.TAG_BYTES) {
      throw new NoiseException("a frame shorter than its tag");
    }
    if (in.readableBytes() < Short.BYTES + frameBytes) {
      return;
    }
    in.skipBytes(Short.BYTES);
    ByteBuf plaintext = ctx.alloc().directBuffer(Math.max(1, frameBytes - CipherState.TAG_BYTES));
    boolean decrypted = false;
    try {
      receiving.decrypt(in, frameBytes, plaintext);
      decrypted = plaintext.isReadable();
    } finally {
      if (!decrypted) {
        plaintext.release();
      }
    }
    if (decrypted) {
      out.add(plaintext);
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws NoiseException {
    ByteBuf data = (ByteBuf) message;
    try {
      while (data.isReadable()) {
        ByteBuf target = staged(ctx);
        int room = PLAINTEXT_BYTES_MAX - target.readableBytes();
        target.writeBytes(data, Math.min(room, data.readableBytes()));
        if (!data.isReadable() && !promise.isVoid()) {
          stagedPromises.add(promise);
        }
        if (target.readableBytes() == PLAINTEXT_BYTES_MAX) {
          seal(ctx);
        }
      }
    } finally {
      data.release();
    }
  }

  private ByteBuf staged(ChannelHandlerContext ctx) {
    if (staged == null) {
      staged = ctx.alloc().directBuffer(STAGING_BYTES_INITIAL, PLAINTEXT_BYTES_MAX);
    }
    return staged;
  }

  /** Turns what is staged into one frame; its writes succeed or fail with the frame's. */
  private void seal(ChannelHandlerContext ctx) throws NoiseException {
    ByteBuf plaintext = staged;
    if (plaintext == null) {
      return;
    }
    staged = null;
    List<ChannelPromise> promises = List.copyOf(stagedPromises);
    stagedPromises.clear();
    int frameBytes = plaintext.readableBytes() + CipherState.TAG_BYTES;
    ByteBuf frame = ctx.alloc().directBuffer(Short.BYTES + frameBytes);
    boolean sealed = false;
    try {
      frame.writeShort(frameBytes);
      sending.encrypt(plaintext, frame);
      sealed = true;
    } finally {
      plaintext.release();
      if (!sealed) {
        frame.release();
        promises.forEach(p -> p.tryFailure(new NoiseException("the channel's keys are used up")));
      }
    }
    ChannelPromise done = ctx.newPromise();
    ctx.write(frame, done);
    done.addListener(
        future ->
            promises.forEach(
                p -> {
                  if (future.isSuccess()) {
                    p.trySuccess();
                  } else {
                    p.tryFailure(future.cause());
                  }
                }));
  }

  @Override
  public void flush(ChannelHandlerContext ctx) throws NoiseException {
    seal(ctx);
    ctx.flush();
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) throws NoiseException {
    flush(ctx);
    ctx.close(promise);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    ByteBuf plaintext = staged;
    staged = null;
    if (plaintext != null) {
      plaintext.release();
    }
    stagedPromises.forEach(p -> p.tryFailure(new ClosedChannelException()));
    stagedPromises.clear();
  }

  @Override
  public void bind(ChannelHandlerContext ctx, SocketAddress local, ChannelPromise promise) {
    ctx.bind(local, promise);
  }

  @Override
  public void connect(
      ChannelHandlerContext ctx,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    ctx.connect(remote, local, promise);
  }

  @Override
  public void disconnect(ChannelHandlerContext ctx, ChannelPromise promise) {
    ctx.disconnect(promise);
  }

  @Override
  public void deregister(ChannelHandlerContext ctx, ChannelPromise promise) {
    ctx.deregister(promise);
  }

  @Override
  public void read(ChannelHandlerContext ctx) {
    ctx.read();
  }
}
