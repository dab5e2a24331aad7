package org.datanet.node.libp2p.yamux;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.datanet.node.libp2p.transport.MuxedStream;
import org.jspecify.annotations.Nullable;

/**
 * One stream. {@link #write}, {@link #closeWrite}, {@link #reset}, {@link #setReading} and {@link
 * #pendingBytes} may be called from any thread; all else happens on the session's event loop.
 */
public final class YamuxStream implements MuxedStream {

  /** Larger frames save little and let one stream hold up the others. */
  private static final int FRAME_BYTES_MAX = 32 * 1024;

  /** Credit is a 32-bit number on the wire; more than that cannot be meant. */
  private static final long WINDOW_BYTES_MAX = 0xffff_ffffL;

  private record PendingWrite(ByteBuf data, CompletableFuture<Void> done) {}

  private final YamuxSession session;
  private final int id;
  private final boolean outbound;
  private final AtomicInteger pendingBytes = new AtomicInteger();
  private final Deque<PendingWrite> sendQueue = new ArrayDeque<>();
  private @Nullable Listener listener;
  private @Nullable ByteBuf unread;
  private boolean reading = true;
  private boolean delivering;
  private boolean greeted;
  private boolean acknowledged;
  private long sendWindowBytes = YamuxLimits.INITIAL_WINDOW_BYTES;
  private long receiveWindowBytes = YamuxLimits.INITIAL_WINDOW_BYTES;
  private int unreturnedBytes;
  private boolean closeQueued;
  private boolean closeSent;
  private boolean remoteClosed;
  private boolean remoteCloseTold;
  private boolean over;
  boolean queuedToSend;

  YamuxStream(YamuxSession session, int id, boolean outbound) {
    this.session = session;
    this.id = id;
    this.outbound = outbound;
    this.unreturnedBytes = session.limits().receiveWindowBytes() - YamuxLimits.INITIAL_WINDOW_BYTES;
  }

  void attach(Listener owner) {
    listener = owner;
  }

  /** Yamux's number: odd where the dialler of the connection opened the stream. */
  public int id() {
    return id;
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
    CompletableFuture<Void> done = new CompletableFuture<>();
    int bytes = data.readableBytes();
    if (pendingBytes.addAndGet(bytes) > session.limits().sendBufferBytesMax()) {
      refuse(data, bytes, done, "the stream's send buffer is full");
      reset("send buffer overflow");
    } else if (!session.execute(() -> enqueue(data, bytes, done))) {
      refuse(data, bytes, done, "the connection is closed");
    }
    return done;
  }

  private void enqueue(ByteBuf data, int bytes, CompletableFuture<Void> done) {
    if (over || closeQueued) {
      refuse(data, bytes, done, "the stream is closed");
    } else {
      sendQueue.add(new PendingWrite(data, done));
      session.wantsToSend(this);
    }
  }

  private void refuse(ByteBuf data, int bytes, CompletableFuture<Void> done, String reason) {
    data.release();
    pendingBytes.addAndGet(-bytes);
    done.completeExceptionally(new YamuxException(reason));
  }

  @Override
  public void closeWrite() {
    session.execute(
        () -> {
          if (!over && !closeQueued) {
            closeQueued = true;
            session.wantsToSend(this);
          }
        });
  }

  @Override
  public void reset() {
    reset("reset by this side");
  }

  private void reset(String reason) {
    session.execute(() -> resetNow(reason));
  }

  void resetNow(String reason) {
    if (!over) {
      if (greeted || !outbound) {
        session.writeControl(new Frame(Frame.WINDOW_UPDATE, Frame.RST, id, 0));
      }
      end(reason);
    }
  }

  @Override
  public void setReading(boolean reading) {
    session.execute(
        () -> {
          this.reading = reading;
          deliverUnread();
        });
  }

  /** Sends one frame if it can; true where there is more that could go at once. */
  boolean sendOne() {
    PendingWrite head = sendQueue.peek();
    if (over) {
      return false;
    }
    if (head == null) {
      if (closeQueued && !closeSent) {
        closeSent = true;
        session.writeControl(new Frame(Frame.DATA, Frame.FIN | greeting(), id, 0));
        endIfBothClosed();
      }
      return false;
    }
    int bytes =
        (int) Math.min(Math.min(sendWindowBytes, FRAME_BYTES_MAX), head.data.readableBytes());
    if (bytes == 0 && head.data.isReadable()) {
      return false;
    }
    sendWindowBytes -= bytes;
    boolean whole = bytes == head.data.readableBytes();
    ByteBuf payload = whole ? head.data : head.data.readRetainedSlice(bytes);
    if (whole) {
      sendQueue.remove();
    }
    session
        .writeData(new Frame(Frame.DATA, greeting(), id, bytes), payload)
        .addListener(future -> onSent(future, bytes, whole ? head.done : null));
    return !sendQueue.isEmpty() || closeQueued;
  }

  private void onSent(Future<?> future, int bytes, @Nullable CompletableFuture<Void> done) {
    pendingBytes.addAndGet(-bytes);
    if (done == null) {
      return;
    }
    if (future.isSuccess()) {
      done.complete(null);
    } else {
      done.completeExceptionally(future.cause());
    }
  }

  /** The flag that the first frame of either side carries. */
  private int greeting() {
    if (greeted) {
      return 0;
    }
    greeted = true;
    if (!outbound) {
      acknowledge();
    }
    return outbound ? Frame.SYN : Frame.ACK;
  }

  /** Either side's first answer takes the stream off the backlog of unacknowledged ones. */
  void acknowledge() {
    if (!acknowledged) {
      acknowledged = true;
      session.onAcknowledged(this);
    }
  }

  boolean isAcknowledged() {
    return acknowledged;
  }

  void onWindowUpdate(long creditBytes) throws YamuxException {
    sendWindowBytes += creditBytes;
    if (sendWindowBytes > WINDOW_BYTES_MAX) {
      throw new YamuxException("credit over 4 GiB on stream " + id);
    }
    session.wantsToSend(this);
  }

  /** Takes the announced bytes off the window before they come. */
  void announce(long bytes) throws YamuxException {
    if (bytes > receiveWindowBytes) {
      throw new YamuxException("%d bytes over the window of stream %d".formatted(bytes, id));
    }
    if (bytes > 0 && remoteClosed) {
      throw new YamuxException("data after the end of stream " + id);
    }
    receiveWindowBytes -= bytes;
  }

  void onPayload(ByteBuf part) {
    if (over) {
      return;
    }
    if (reading && unread == null && !delivering) {
      deliver(part);
    } else {
      if (unread == null) {
        unread = session.allocator().buffer(part.readableBytes());
      }
      unread.discardSomeReadBytes().writeBytes(part); // a copy: a slice would hold its whole frame
    }
  }

  private void deliver(ByteBuf part) {
    int bytes = part.readableBytes();
    delivering = true;
    try {
      owner().onData(part);
    } finally {
      delivering = false;
    }
    returnCredit(bytes);
  }

  private void deliverUnread() {
    ByteBuf part = unread;
    if (over || !reading || delivering) {
      return;
    }
    if (part != null) {
      unread = null;
      try {
        deliver(part);
      } finally {
        part.release();
      }
    }
    tellRemoteClose();
  }

  private void returnCredit(int bytes) {
    unreturnedBytes += bytes;
    if (!over && !remoteClosed && unreturnedBytes >= session.limits().receiveWindowBytes() / 2) {
      int credit = unreturnedBytes;
      unreturnedBytes = 0;
      receiveWindowBytes += credit;
      session.writeControl(new Frame(Frame.WINDOW_UPDATE, greeting(), id, credit));
    }
  }

  void onRemoteFin() {
    remoteClosed = true;
    tellRemoteClose();
  }

  private void tellRemoteClose() {
    if (remoteClosed && unread == null && !delivering && !remoteCloseTold && !over) {
      remoteCloseTold = true;
      owner().onRemoteClose();
    }
    endIfBothClosed();
  }

  private void endIfBothClosed() {
    if (closeSent && remoteCloseTold) {
      end("closed by both sides");
    }
  }

  /** Ends the stream without a frame; tells its owner once. */
  void end(String reason) {
    if (over) {
      return;
    }
    over = true;
    session.remove(this);
    if (unread != null) {
      unread.release();
      unread = null;
    }
    for (PendingWrite write : sendQueue) {
      refuse(write.data, write.data.readableBytes(), write.done, reason);
    }
    sendQueue.clear();
    if (listener != null) {
      listener.onClosed(reason);
    }
  }

  private Listener owner() {
    if (listener == null) {
      throw new IllegalStateException("stream " + id + " has no owner");
    }
    return listener;
  }

  @Override
  public String toString() {
    return "stream " + id;
  }
}
