package org.datanet.node.libp2p.jvm;

import io.libp2p.etc.util.netty.mux.RemoteWriteClosed;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.datanet.node.libp2p.host.Host.StreamHandler;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of jvm-libp2p whose protocol is settled. Its listener is there from the moment on when
 * the negotiation has left the pipeline.
 */
final class JvmStream extends ChannelInboundHandlerAdapter implements Stream {

  private static final Logger LOG = LoggerFactory.getLogger(JvmStream.class);

  private final io.libp2p.core.Stream stream;
  private final Channel channel;
  private final Channel connection;
  private final StreamMeter meter;
  private final String protocol;
  private final PeerId remotePeer;
  private final StreamHandler handler;
  private final int sendBufferBytesMax;
  private final CompletableFuture<Stream> opened = new CompletableFuture<>();
  private final AtomicInteger pendingBytes = new AtomicInteger();
  private final Deque<Write> writes = new ArrayDeque<>();
  private final Deque<ByteBuf> unread = new ArrayDeque<>();
  private final ChannelFutureListener onConnectionClosed = closed -> end();
  private @Nullable Listener listener;
  private long writtenBytes;
  private boolean reading = true;
  private boolean delivering;
  private boolean remoteClosed;
  private boolean closeWanted;
  private boolean writeClosed;
  private boolean ended;
  private boolean over;

  private JvmStream(
      io.libp2p.core.Stream stream,
      String protocol,
      StreamHandler handler,
      int sendBufferBytesMax) {
    this.stream = stream;
    this.channel = JvmTypes.channel(stream);
    this.connection = JvmTypes.channel(stream.getConnection());
    this.meter = YamuxGate.meter(stream);
    this.protocol = protocol;
    this.remotePeer = JvmTypes.ours(stream.remotePeerId());
    this.handler = handler;
    this.sendBufferBytesMax = sendBufferBytesMax;
  }

  /** Bytes that are out when the meter has seen so many leave. */
  private record Write(long endsAtByte, int bytes, CompletableFuture<Void> done) {}

  /**
   * Takes the stream over. Event loop only.
   *
   * @return when the listener is there; fails where the stream ends before
   */
  static CompletableFuture<Stream> attach(
      io.libp2p.core.Stream stream,
      String protocol,
      StreamHandler handler,
      int sendBufferBytesMax) {
    JvmStream ours = new JvmStream(stream, protocol, handler, sendBufferBytesMax);
    ours.channel.closeFuture().addListener(closed -> ours.onClosed());
    stream.pushHandler(ours);
    return ours.opened;
  }

  // ---- what comes, on the event loop

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (listener != null || over) {
      return;
    }
    writtenBytes = meter.passedBytes(); // the negotiation's, which is out
    meter.onLeft(this::onLeft);
    listener = handler.onOpen(this);
    opened.complete(this);
    deliver();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf data)) {
      ReferenceCountUtil.release(message);
      throw new IllegalStateException("not bytes: " + message.getClass());
    }
    if (over) {
      data.release();
      return;
    }
    unread.addLast(data);
    deliver();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == RemoteWriteClosed.INSTANCE) {
      remoteClosed = true;
      deliver();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("{} is reset", this, cause);
    reset();
  }

  /**
   * Hands over what has come, as far as it is read; the end of it once. A listener that stops and
   * starts reading while it is given something comes here again: the first call goes on then, so
   * that nobody hears of an end before the listener has dealt with what came before.
   */
  private void deliver() {
    Listener to = listener;
    if (delivering || over || to == null) {
      return;
    }
    delivering = true;
    try {
      while (reading && !unread.isEmpty()) {
        ByteBuf data = unread.removeFirst();
        try {
          to.onData(this, data);
        } finally {
          data.release();
        }
      }
      if (remoteClosed && !over && unread.isEmpty()) {
        remoteClosed = false;
        to.onRemoteClose(this);
      }
    } finally {
      delivering = false;
    }
    if (ended && unread.isEmpty()) {
      end();
    }
  }

  private void onClosed() {
    writeClosed = true;
    IOException closed = new IOException("the stream is closed");
    for (Write write = writes.pollFirst(); write != null; write = writes.pollFirst()) {
      pendingBytes.addAndGet(-write.bytes());
      write.done().completeExceptionally(closed);
    }
    // What came before the remote's last word is not lost, though nobody reads it now.
    ended = true;
    if (!remoteClosed || listener == null || !connection.isOpen()) {
      end();
    } else {
      connection.closeFuture().addListener(onConnectionClosed);
      deliver();
    }
  }

  /** After this nothing is told. */
  private void end() {
    if (over) {
      return;
    }
    over = true;
    connection.closeFuture().removeListener(onConnectionClosed);
    unread.forEach(ByteBuf::release);
    unread.clear();
    Listener told = listener;
    if (told != null) {
      told.onClosed(this);
    } else {
      opened.completeExceptionally(new IOException("the stream is closed"));
    }
  }

  private void onLeft() {
    for (Write write = writes.peekFirst();
        write != null && write.endsAtByte() <= meter.leftBytes();
        write = writes.peekFirst()) {
      writes.removeFirst();
      pendingBytes.addAndGet(-write.bytes());
      write.done().complete(null);
    }
    closeIfWanted();
  }

  // ---- what is asked, from any thread

  @Override
  public CompletionStage<Void> write(ByteBuf data) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    int bytes = data.readableBytes();
    if (pendingBytes.addAndGet(bytes) > sendBufferBytesMax) {
      pendingBytes.addAndGet(-bytes);
      data.release();
      done.completeExceptionally(new IOException("the send buffer is full: the stream is reset"));
      reset();
      return done;
    }
    onLoop(() -> writeNow(data, bytes, done));
    return done;
  }

  private void writeNow(ByteBuf data, int bytes, CompletableFuture<Void> done) {
    if (writeClosed || closeWanted) {
      pendingBytes.addAndGet(-bytes);
      data.release();
      done.completeExceptionally(new IOException("the stream is closed"));
      return;
    }
    writtenBytes += bytes;
    writes.addLast(new Write(writtenBytes, bytes, done));
    channel
        .writeAndFlush(data)
        .addListener(
            accepted -> {
              if (!accepted.isSuccess()) {
                reset(); // what is missing from the middle cannot be mended
              }
            });
    if (bytes == 0) {
      onLeft();
    }
  }

  @Override
  public int pendingBytes() {
    return pendingBytes.get();
  }

  /**
   * Waits until all is out: jvm-libp2p drops what it holds where the remote has closed its side
   * already.
   */
  @Override
  public void closeWrite() {
    onLoop(
        () -> {
          closeWanted = true;
          closeIfWanted();
        });
  }

  private void closeIfWanted() {
    if (closeWanted && !writeClosed && writes.isEmpty()) {
      writeClosed = true;
      stream.closeWrite();
    }
  }

  @Override
  public void reset() {
    stream.close();
  }

  @Override
  public void setReading(boolean nowReading) {
    onLoop(
        () -> {
          reading = nowReading;
          meter.setReading(nowReading);
          deliver();
        });
  }

  private void onLoop(Runnable action) {
    if (channel.eventLoop().inEventLoop()) {
      action.run();
    } else {
      channel.eventLoop().execute(action);
    }
  }

  @Override
  public PeerId remotePeer() {
    return remotePeer;
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public boolean isOutbound() {
    return stream.isInitiator();
  }

  @Override
  public String toString() {
    return protocol + " with " + remotePeer;
  }
}
