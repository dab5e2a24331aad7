package org.datanet.node.libp2p.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.datanet.node.libp2p.transport.MuxedStream;
import org.jspecify.annotations.Nullable;

/**
 * One QUIC stream, the only handler of its channel. What its owner writes waits here, so that one
 * write at a time is with quiche and the end of the stream comes after all of them: together with
 * the last where it can. An end on its own is lost in two ways: quiche does not send it any more
 * where all data before it is acknowledged while it waits, and overlooks one that comes first with
 * bytes that it has read already, as when they are sent again. The methods of {@link MuxedStream}
 * may be called from any thread; all else happens on the event loop.
 */
final class QuicStream extends ChannelInboundHandlerAdapter implements MuxedStream {

  /** Small writes go to quiche together, up to this. */
  private static final int CHUNK_BYTES_MAX = 64 * 1024;

  /** libp2p gives no meaning to the codes of resets. */
  private static final int RESET_CODE = 0;

  private record PendingWrite(ByteBuf data, CompletableFuture<Void> done) {}

  private final QuicConnection connection;
  private final Listener listener;
  private final boolean outbound;
  private final int sendBufferBytesMax;
  private final AtomicInteger pendingBytes = new AtomicInteger();
  private final Deque<PendingWrite> sendQueue = new ArrayDeque<>();
  private final Deque<ByteBuf> unread = new ArrayDeque<>();
  private @Nullable QuicStreamChannel channel;
  private boolean reading = true;
  private boolean delivering;
  private boolean sendQueued;
  private boolean sending;
  private boolean closeQueued;
  private boolean endSent;
  private boolean remoteClosed;
  private boolean remoteCloseTold;
  private boolean finished;
  private boolean over;

  QuicStream(
      QuicConnection connection, Listener listener, boolean outbound, int sendBufferBytesMax) {
    this.connection = connection;
    this.listener = listener;
    this.outbound = outbound;
    this.sendBufferBytesMax = sendBufferBytesMax;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    QuicStreamChannel opened = (QuicStreamChannel) ctx.channel();
    opened.config().setAllowHalfClosure(true);
    channel = opened;
    listener.onOpened(this);
  }

  /** Tells the owner that there will be no stream. */
  void refuse(String reason) {
    over = true;
    listener.onClosed(reason);
  }

  @Override
  public boolean isOutbound() {
    return outbound;
  }

  @Override
  public int pendingBytes() {
    return pendingBytes.get();
  }

  @Override
  public CompletionStage<Void> write(ByteBuf data) {
    return write(data, false);
  }

  @Override
  public CompletionStage<Void> writeLast(ByteBuf data) {
    return write(data, true);
  }

  private CompletionStage<Void> write(ByteBuf data, boolean last) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    int bytes = data.readableBytes();
    if (pendingBytes.addAndGet(bytes) > sendBufferBytesMax) {
      refuseWrite(new PendingWrite(data, done), "the stream's send buffer is full");
      connection.execute(() -> resetNow("send buffer overflow"));
    } else if (!connection.execute(() -> enqueue(new PendingWrite(data, done), last))) {
      refuseWrite(new PendingWrite(data, done), "the connection is closed");
    }
    return done;
  }

  private void refuseWrite(PendingWrite write, String reason) {
    pendingBytes.addAndGet(-write.data.readableBytes());
    write.data.release();
    write.done.completeExceptionally(new IOException(reason));
  }

  private void enqueue(PendingWrite write, boolean last) {
    if (over || closeQueued) {
      refuseWrite(write, "the stream is closed");
    } else {
      sendQueue.add(write);
      closeQueued = last;
      sendSoon();
    }
  }

  /** Once for all writes of a turn of the event loop. */
  private void sendSoon() {
    if (!sendQueued && !sending) {
      sendQueued = true;
      channel().eventLoop().execute(this::send);
    }
  }

  private void send() {
    sendQueued = false;
    if (over || sending) {
      return;
    }
    if (sendQueue.isEmpty()) {
      if (closeQueued && !endSent) {
        endSent = true;
        channel().shutdownOutput();
      }
      return;
    }
    List<PendingWrite> chunk = new ArrayList<>();
    int bytes = 0;
    do {
      PendingWrite next = sendQueue.remove();
      bytes += next.data.readableBytes();
      chunk.add(next);
    } while (!sendQueue.isEmpty()
        && bytes + sendQueue.element().data.readableBytes() <= CHUNK_BYTES_MAX);
    int chunkBytes = bytes;
    sending = true;
    endSent = closeQueued && sendQueue.isEmpty();
    channel()
        .writeAndFlush(new DefaultQuicStreamFrame(joined(chunk, bytes), endSent))
        .addListener(future -> onSent(future, chunk, chunkBytes));
  }

  /** One buffer for a chunk; takes over the references of its parts. */
  private ByteBuf joined(List<PendingWrite> chunk, int bytes) {
    if (chunk.size() == 1) {
      return chunk.getFirst().data;
    }
    ByteBuf all = channel().alloc().directBuffer(bytes);
    for (PendingWrite write : chunk) {
      all.writeBytes(write.data);
      write.data.release();
    }
    return all;
  }

  private void onSent(Future<?> future, List<PendingWrite> chunk, int bytes) {
    sending = false;
    pendingBytes.addAndGet(-bytes);
    if (future.isSuccess()) {
      chunk.forEach(write -> write.done.complete(null));
      sendSoon();
    } else {
      IOException failure = new IOException("the stream was closed", future.cause());
      chunk.forEach(write -> write.done.completeExceptionally(failure));
      resetNow("the remote takes no more");
    }
  }

  @Override
  public void closeWrite() {
    connection.execute(
        () -> {
          if (!over && !closeQueued) {
            closeQueued = true;
            sendSoon();
          }
        });
  }

  @Override
  public void reset() {
    connection.execute(() -> resetNow("reset by this side"));
  }

  private void resetNow(String reason) {
    if (!over) {
      if (!finished) {
        QuicStreamChannel stream = channel();
        stream.shutdown(RESET_CODE, stream.newPromise());
        stream.close();
        connection.onReset();
      }
      end(reason);
    }
  }

  @Override
  public void setReading(boolean reading) {
    connection.execute(
        () -> {
          this.reading = reading;
          if (!reading && !over) {
            channel().config().setAutoRead(false);
          }
          deliverUnread();
          if (this.reading && !over && !finished) {
            channel().config().setAutoRead(true);
          }
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (over) {
      data.release();
    } else if (reading && unread.isEmpty() && !delivering) {
      deliver(data);
    } else {
      unread.add(data); // a read that was under way; the channel begins no other
    }
  }

  private void deliver(ByteBuf data) {
    delivering = true;
    try {
      listener.onData(data);
    } finally {
      delivering = false;
      data.release();
    }
  }

  private void deliverUnread() {
    while (reading && !delivering && !over && !unread.isEmpty()) {
      deliver(unread.remove());
    }
    tellRemoteClose();
  }

  private void tellRemoteClose() {
    boolean allDelivered = unread.isEmpty() && !delivering;
    if (!remoteClosed || !allDelivered || over) {
      return;
    }
    if (!remoteCloseTold) {
      remoteCloseTold = true;
      listener.onRemoteClose();
    }
    if (finished) {
      end("closed by both sides");
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    deliverUnread();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      remoteClosed = true;
      tellRemoteClose();
    }
  }

  /** Both sides have ended it, or the connection has. What was received before stays to be read. */
  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (remoteClosed && closeQueued && connection.isOpen()) {
      finished = true;
      tellRemoteClose();
    } else {
      end("the connection is closed");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!over) {
      QuicConnection.logFailure(ctx.channel(), cause);
      resetNow("reset by the remote");
    }
  }

  private void end(String reason) {
    if (over) {
      return;
    }
    over = true;
    unread.forEach(ByteBuf::release);
    unread.clear();
    sendQueue.forEach(write -> refuseWrite(write, reason));
    sendQueue.clear();
    listener.onClosed(reason);
  }

  private QuicStreamChannel channel() {
    if (channel == null) {
      throw new IllegalStateException("the stream has not been opened");
    }
    return channel;
  }

  @Override
  public String toString() {
    return "stream " + (channel == null ? "unopened" : channel.streamId());
  }
}
