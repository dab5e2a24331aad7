package org.datanet.node.libp2p.jvm;

import io.libp2p.core.Connection;
import io.libp2p.core.Stream;
import io.libp2p.etc.util.netty.mux.MuxChannel;
import io.libp2p.etc.util.netty.mux.MuxId;
import io.libp2p.mux.yamux.YamuxFlag;
import io.libp2p.mux.yamux.YamuxFrame;
import io.libp2p.mux.yamux.YamuxType;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.AttributeKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.datanet.node.libp2p.yamux.YamuxLimits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands where jvm-libp2p lets its users look at the frames of a connection, and adds what its
 * Yamux lacks: credit is kept back while a stream is not read, a remote that ignores its window is
 * disconnected, streams that it opens are counted, bytes are known to have left, and no buffer is
 * lost. Event loop of the connection only.
 */
final class YamuxGate extends ChannelDuplexHandler {

  private static final Logger LOG = LoggerFactory.getLogger(YamuxGate.class);
  private static final AttributeKey<YamuxGate> KEY = AttributeKey.valueOf(YamuxGate.class, "gate");
  private static final AttributeKey<StreamMeter> METER =
      AttributeKey.valueOf(YamuxGate.class, "meter");

  private final YamuxLimits limits;
  private final Map<Long, StreamMeter> meters = new HashMap<>();
  private int inboundStreams;
  private @Nullable ChannelHandlerContext context;

  YamuxGate(YamuxLimits limits) {
    this.limits = limits;
  }

  /** Puts a gate between the codec of frames and Yamux. */
  static void install(Connection connection, YamuxLimits limits) {
    YamuxGate gate = new YamuxGate(limits);
    JvmTypes.channel(connection).attr(KEY).set(gate);
    connection.pushHandler(gate);
  }

  /** Whether a connection has come so far as to carry streams. Any thread. */
  static boolean stands(Channel connection) {
    return connection.hasAttr(KEY);
  }

  /** Counts a stream that begins. */
  static void enter(Stream stream) {
    YamuxGate gate = of(stream);
    Channel channel = JvmTypes.channel(stream);
    MuxId id = ((MuxChannel<?>) channel).getId();
    channel.attr(METER).set(gate.open(id, stream.isInitiator()));
    channel.closeFuture().addListener(closed -> gate.forget(id));
  }

  /** The meter of a stream that has entered, and may have ended since. */
  static StreamMeter meter(Stream stream) {
    StreamMeter meter = JvmTypes.channel(stream).attr(METER).get();
    if (meter == null) {
      throw new IllegalStateException("not metered: " + stream);
    }
    return meter;
  }

  private static YamuxGate of(Stream stream) {
    return JvmTypes.channel(stream.getConnection()).attr(KEY).get();
  }

  private StreamMeter open(MuxId id, boolean outbound) {
    ChannelHandlerContext here = context;
    if (here == null) {
      throw new IllegalStateException("a stream before the connection has a gate");
    }
    StreamMeter meter = new StreamMeter(id, outbound, here);
    meters.put(id.getId(), meter);
    inboundStreams += outbound ? 0 : 1;
    return meter;
  }

  private void forget(MuxId id) {
    StreamMeter meter = meters.remove(id.getId());
    if (meter != null && !meter.isOutbound()) {
      inboundStreams--;
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof YamuxFrame frame)) {
      ctx.fireChannelRead(message);
      return;
    }
    MuxId id = frame.getId();
    if (frame.getFlags().contains(YamuxFlag.SYN)
        && id.getId() != 0
        && inboundStreams >= limits.inboundStreamsMax()) {
      frame.release();
      ctx.writeAndFlush(new YamuxFrame(id, YamuxType.DATA, YamuxFlag.RST.getAsSet(), 0, null));
      return;
    }
    long dataBytes = frame.getType() == YamuxType.DATA ? frame.getLength() : 0;
    StreamMeter known = meters.get(id.getId());
    if (known != null && !known.receives(dataBytes)) {
      frame.release();
      end(ctx, id);
      return;
    }
    forward(ctx, frame);
    if (known == null) {
      StreamMeter opened = meters.get(id.getId());
      if (opened != null && !opened.receives(dataBytes)) {
        end(ctx, id);
      }
    }
  }

  /**
   * A frame's data apart from its flag. Yamux never releases the buffer of a frame without data,
   * nor the data that come with a stream that it refuses, and loses those that come with the end.
   */
  private static void forward(ChannelHandlerContext ctx, YamuxFrame frame) {
    if (frame.getType() != YamuxType.DATA) {
      ctx.fireChannelRead(frame);
      return;
    }
    Set<YamuxFlag> flags = frame.getFlags(); // one at most
    boolean ends = flags.contains(YamuxFlag.FIN) || flags.contains(YamuxFlag.RST);
    YamuxFrame bare = new YamuxFrame(frame.getId(), YamuxType.DATA, flags, 0, null);
    if (!flags.isEmpty() && !ends) {
      ctx.fireChannelRead(bare);
    }
    if (frame.getLength() > 0) {
      ctx.fireChannelRead(
          new YamuxFrame(
              frame.getId(), YamuxType.DATA, Set.of(), frame.getLength(), frame.content()));
    } else {
      frame.release();
    }
    if (ends) {
      ctx.fireChannelRead(bare);
    }
  }

  private static void end(ChannelHandlerContext ctx, MuxId id) {
    LOG.debug("{} sends more than its window on {}", ctx.channel(), id);
    ctx.close();
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    StreamMeter meter =
        message instanceof YamuxFrame frame ? meters.get(frame.getId().getId()) : null;
    if (meter == null) {
      ctx.write(message, promise);
      return;
    }
    YamuxFrame frame = (YamuxFrame) message;
    long length = frame.getLength();
    if (frame.getType() == YamuxType.WINDOW_UPDATE && length > 0 && !meter.grants(length)) {
      frame.release();
      promise.setSuccess();
      return;
    }
    if (frame.getType() == YamuxType.DATA && length > 0) {
      meter.passes(length);
      promise.addListener(
          sent -> {
            if (sent.isSuccess()) {
              meter.leaves(length);
            }
          });
    }
    ctx.write(frame, promise);
  }
}
