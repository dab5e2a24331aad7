package org.datanet.node.libp2p.quic;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicException;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.transport.ChannelConnection;
import org.datanet.node.libp2p.transport.MuxedStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A QUIC connection whose handshake has proved the peer. */
final class QuicConnection extends ChannelConnection {

  private static final Logger LOG = LoggerFactory.getLogger(QuicConnection.class);

  /** Application error code of a close that is no error. */
  static final int NO_ERROR = 0;

  private final QuicChannel channel;
  private final QuicLimits limits;
  private boolean streamLimitKnown;
  private int resets;
  private String closeReason = "the remote closed the connection";

  QuicConnection(
      QuicChannel channel,
      PeerId remotePeer,
      Multiaddr remoteAddress,
      boolean outbound,
      QuicLimits limits) {
    super(channel, QuicTransport.NAME, remotePeer, remoteAddress, outbound);
    this.channel = channel;
    this.limits = limits;
  }

  @Override
  public void open(MuxedStream.Listener listener) {
    QuicStream stream = new QuicStream(this, listener, true, limits.sendBufferBytesMax());
    if (!execute(() -> openNow(stream))) {
      stream.refuse("the connection is closed");
    }
  }

  private void openNow(QuicStream stream) {
    if (!channel.isActive()) {
      stream.refuse("the connection is closed");
    } else if (streamLimitKnown && channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) <= 0) {
      // Asking all the same would use up a stream's number, which the remote then waits for.
      stream.refuse("no more streams may be opened on this connection now");
    } else {
      channel
          .createStream(QuicStreamType.BIDIRECTIONAL, stream)
          .addListener(
              future -> {
                if (!future.isSuccess()) {
                  stream.refuse("no stream: " + future.cause().getMessage());
                }
              });
    }
  }

  /** The remote opened a stream. Event loop only, as all that follows. */
  void accept(QuicStreamChannel stream, MuxedStream.Listener listener) {
    stream.pipeline().addLast(new QuicStream(this, listener, false, limits.sendBufferBytesMax()));
  }

  /** The peer has told how many streams we may open. */
  void onStreamLimit() {
    streamLimitKnown = true;
  }

  /** A stream ended by a reset of either side. */
  void onReset() {
    resets++;
    if (resets == limits.resetStreamsMax()) {
      close("too many streams were reset");
    }
  }

  /** What to tell of the end unless this side has a reason of its own. */
  void onRemoteReason(String reason) {
    closeReason = reason;
  }

  String closeReason() {
    return closeReason;
  }

  @Override
  public void close(String reason) {
    execute(
        () -> {
          if (channel.isOpen()) {
            closeReason = reason;
            channel.close(true, NO_ERROR, Unpooled.copiedBuffer(reason, StandardCharsets.US_ASCII));
          }
        });
  }

  /** Runs now on the event loop, later from elsewhere; false where the loop has ended. */
  boolean execute(Runnable task) {
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

  /** What peers and networks do is a trifle, all else a bug. */
  static void logFailure(Channel where, Throwable cause) {
    if (cause instanceof IOException || cause instanceof QuicException) {
      LOG.debug("{}: {}", where, cause.getMessage());
    } else {
      LOG.error("A handler of {} failed", where, cause);
    }
  }
}
