package org.datanet.node.libp2p.yamux;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.transport.MuxedStream;
import org.jspecify.annotations.Nullable;

/**
 * The multiplexer of one connection, a handler at the end of its pipeline. Streams take turns, a
 * frame each, while the socket takes bytes; what it does not take stays in their bounded send
 * buffers.
 */
public final class YamuxSession extends ChannelInboundHandlerAdapter {

  /** The protocol's name in multistream-select. */
  public static final String PROTOCOL = "/yamux/1.0.0";

  /**
   * Control frames do not wait for the socket. A remote that makes us send them without reading any
   * is cut off when so much is queued beyond the socket's high-water mark.
   */
  private static final int CONTROL_BACKLOG_BYTES_MAX = 1024 * 1024;

  /** Implementations ping every half minute, and some once more when a connection is new. */
  private static final int PINGS_PER_SECOND_MAX = 100;

  /** Owns the session's streams. */
  public interface Listener {

    /** The remote opened a stream. */
    MuxedStream.Listener onStream();

    /** The session is over, and so are its streams. Called once. */
    void onClosed(String reason);
  }

  private final Channel channel;
  private final YamuxLimits limits;
  private final boolean client;
  private final Listener listener;
  private final Map<Integer, YamuxStream> streams = new HashMap<>();
  private final Deque<YamuxStream> sendable = new ArrayDeque<>();
  private final ByteBuf header;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Frame frame;
  private long frameBytesLeft;
  private int nextStreamId;
  private int inboundStreams;
  private int inboundUnacked;
  private int outboundUnacked;
  private boolean remoteGoingAway;
  private boolean draining;
  private int pings;
  private long pingsSinceNanos;
  private boolean flushQueued;
  private boolean over;
  private String closeReason = "the remote closed the connection";

  /**
   * @param client whether this side dialled
   */
  public YamuxSession(Channel channel, YamuxLimits limits, boolean client, Listener listener) {
    this.channel = channel;
    this.limits = limits;
    this.client = client;
    this.listener = listener;
    this.nextStreamId = client ? 1 : 2;
    this.header = channel.alloc().buffer(Frame.HEADER_BYTES, Frame.HEADER_BYTES);
  }

  /**
   * Opens a stream and tells its owner; its first write tells the remote. Event loop only.
   *
   * @throws YamuxException where the session is over or a bound is reached
   */
  public YamuxStream open(MuxedStream.Listener owner) throws YamuxException {
    if (over || remoteGoingAway || !channel.isActive()) {
      throw new YamuxException("the connection is closed");
    }
    if (streams.size() - inboundStreams >= limits.outboundStreamsMax()
        || outboundUnacked >= limits.unackedStreamsMax()
        || nextStreamId < 0) {
      throw new YamuxException("no more streams may be opened on this connection now");
    }
    YamuxStream stream = new YamuxStream(this, nextStreamId, true);
    nextStreamId += 2;
    outboundUnacked++;
    stream.attach(owner);
    streams.put(stream.id(), stream);
    owner.onOpened(stream);
    return stream;
  }

  /** Streams open at this moment. Event loop only. */
  public int streamCount() {
    return streams.size();
  }

  /** Says good-bye and closes the channel. Any thread. */
  public void close(String reason) {
    execute(() -> goAway(Frame.NORMAL, reason));
  }

  private void goAway(int code, String reason) {
    if (over || context == null) {
      return;
    }
    closeReason = reason;
    ByteBuf out = allocator().buffer(Frame.HEADER_BYTES);
    new Frame(Frame.GO_AWAY, 0, 0, code).write(out);
    context.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
    finish();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    finish();
    header.release();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    finish();
    ctx.fireChannelInactive();
  }

  private void finish() {
    if (over) {
      return;
    }
    over = true;
    sendable.clear();
    List.copyOf(streams.values()).forEach(stream -> stream.end(closeReason));
    listener.onClosed(closeReason);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      while (in.isReadable() && !over) {
        if (frame == null) {
          readHeader(in);
        } else {
          readPayload(in, frame);
        }
      }
    } catch (YamuxException e) {
      goAway(Frame.PROTOCOL_ERROR, "protocol error: " + e.getMessage());
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    flushNow();
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    drain();
    ctx.fireChannelWritabilityChanged();
  }

  private void readHeader(ByteBuf in) throws YamuxException {
    header.writeBytes(in, Math.min(header.writableBytes(), in.readableBytes()));
    if (header.isWritable()) {
      return;
    }
    Frame read = Frame.read(header);
    header.clear();
    switch (read.type()) {
      case Frame.PING -> onPing(read);
      case Frame.GO_AWAY -> onGoAway(read);
      case Frame.WINDOW_UPDATE -> onStreamFrame(read);
      default -> {
        onStreamFrame(read);
        frame = read;
        frameBytesLeft = read.length();
        if (frameBytesLeft == 0) {
          endOfData(read);
        }
      }
    }
  }

  private void readPayload(ByteBuf in, Frame data) {
    int bytes = (int) Math.min(frameBytesLeft, in.readableBytes());
    frameBytesLeft -= bytes;
    ByteBuf part = in.readSlice(bytes);
    YamuxStream stream = streams.get(data.streamId());
    if (stream != null) {
      stream.onPayload(part);
    }
    if (frameBytesLeft == 0) {
      endOfData(data);
    }
  }

  private void endOfData(Frame data) {
    frame = null;
    YamuxStream stream = streams.get(data.streamId());
    if (stream != null && data.has(Frame.FIN)) {
      stream.onRemoteFin();
    }
  }

  /** All of a frame but its payload and, for data, its FIN. */
  private void onStreamFrame(Frame read) throws YamuxException {
    if (read.has(Frame.SYN)) {
      accept(read.streamId());
    }
    YamuxStream stream = streams.get(read.streamId());
    boolean isData = read.type() == Frame.DATA;
    if (stream == null) {
      if (isData && read.length() > limits.receiveWindowBytes()) {
        throw new YamuxException("a frame of " + read.length() + " bytes for no stream");
      }
      return; // late frames of a stream that we reset
    }
    if (read.has(Frame.ACK) && stream.isOutbound()) {
      stream.acknowledge();
    }
    if (read.has(Frame.RST)) {
      stream.end("reset by the remote");
      return;
    }
    if (isData) {
      stream.announce(read.length());
    } else {
      stream.onWindowUpdate(read.length());
      if (read.has(Frame.FIN)) {
        stream.onRemoteFin();
      }
    }
  }

  private void accept(int streamId) throws YamuxException {
    boolean oddId = (streamId & 1) == 1;
    if (oddId == client || streams.containsKey(streamId)) {
      throw new YamuxException("the remote may not open stream " + streamId);
    }
    if (inboundStreams >= limits.inboundStreamsMax()
        || inboundUnacked >= limits.unackedStreamsMax()) {
      writeControl(new Frame(Frame.WINDOW_UPDATE, Frame.RST, streamId, 0));
      return;
    }
    YamuxStream stream = new YamuxStream(this, streamId, false);
    inboundStreams++;
    inboundUnacked++;
    streams.put(streamId, stream);
    MuxedStream.Listener owner = listener.onStream();
    stream.attach(owner);
    owner.onOpened(stream);
  }

  private void onPing(Frame ping) throws YamuxException {
    if (ping.has(Frame.SYN)) {
      long nowNanos = System.nanoTime();
      if (pings == 0 || nowNanos - pingsSinceNanos > TimeUnit.SECONDS.toNanos(1)) {
        pings = 0;
        pingsSinceNanos = nowNanos;
      }
      if (++pings > PINGS_PER_SECOND_MAX) {
        throw new YamuxException("a flood of pings");
      }
      writeControl(new Frame(Frame.PING, Frame.ACK, 0, ping.length()));
    }
  }

  private void onGoAway(Frame goAway) {
    remoteGoingAway = true;
    closeReason = "the remote went away, code " + goAway.length();
    if (streams.isEmpty()) {
      channel.close();
    }
  }

  void onAcknowledged(YamuxStream stream) {
    if (stream.isOutbound()) {
      outboundUnacked--;
    } else {
      inboundUnacked--;
    }
  }

  void remove(YamuxStream stream) {
    stream.acknowledge();
    if (streams.remove(stream.id(), stream) && !stream.isOutbound()) {
      inboundStreams--;
    }
    if (remoteGoingAway && streams.isEmpty()) {
      channel.close();
    }
  }

  void wantsToSend(YamuxStream stream) {
    if (!stream.queuedToSend && !over) {
      stream.queuedToSend = true;
      sendable.add(stream);
    }
    drain();
  }

  private void drain() {
    if (draining) {
      return;
    }
    draining = true;
    try {
      while (!over && channel.isWritable() && !sendable.isEmpty()) {
        YamuxStream stream = sendable.remove();
        stream.queuedToSend = stream.sendOne();
        if (stream.queuedToSend) {
          sendable.add(stream);
        }
      }
    } finally {
      draining = false;
    }
  }

  void writeControl(Frame control) {
    if (over || context == null) {
      return;
    }
    ByteBuf out = allocator().buffer(Frame.HEADER_BYTES);
    control.write(out);
    context.write(out, context.voidPromise());
    flushSoon();
    if (channel.bytesBeforeWritable() > CONTROL_BACKLOG_BYTES_MAX) {
      closeReason = "the remote does not read";
      channel.close();
    }
  }

  ChannelFuture writeData(Frame data, ByteBuf payload) {
    ByteBuf out = allocator().buffer(Frame.HEADER_BYTES);
    data.write(out);
    ChannelHandlerContext ctx = attachedContext();
    ctx.write(out, ctx.voidPromise());
    flushSoon();
    return ctx.write(payload);
  }

  /** One flush for all that an event brings about. */
  private void flushSoon() {
    if (!flushQueued) {
      flushQueued = true;
      channel.eventLoop().execute(this::flushNow);
    }
  }

  private void flushNow() {
    if (flushQueued && context != null) {
      flushQueued = false;
      context.flush();
    }
  }

  private ChannelHandlerContext attachedContext() {
    if (context == null) {
      throw new IllegalStateException("the session is not in a pipeline");
    }
    return context;
  }

  ByteBufAllocator allocator() {
    return channel.alloc();
  }

  YamuxLimits limits() {
    return limits;
  }

  /** Runs now on the event loop, later from elsewhere; false where the loop has ended. */
  public boolean execute(Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
      return true;
    }
    try {
      channel.eventLoop().execute(task);
      return true;
    } catch (RejectedExecutionException loopEnded) {
      return false;
    }
  }
}
