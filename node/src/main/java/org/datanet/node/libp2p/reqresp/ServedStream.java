package org.datanet.node.libp2p.reqresp;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.streams.FrameDecoder;
import org.datanet.node.libp2p.streams.Frames;
import org.datanet.node.libp2p.streams.PeerSlots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One inbound request from its first byte to the last of its reply. */
final class ServedStream {

  private static final Logger LOG = LoggerFactory.getLogger(ServedStream.class);

  private final Stream stream;
  private final RequestResponse.Handler handler;
  private final ReqRespLimits limits;
  private final Executor handlers;
  private final PeerSlots slots;
  private final boolean admitted;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final ScheduledFuture<?> readDeadline;
  private final ScheduledFuture<?> serveDeadline;

  ServedStream(
      Stream stream,
      RequestResponse.Handler handler,
      ReqRespLimits limits,
      Executor handlers,
      ScheduledExecutorService timer,
      PeerSlots slots) {
    this.stream = stream;
    this.handler = handler;
    this.limits = limits;
    this.handlers = handlers;
    this.slots = slots;
    this.admitted = slots.tryTake(stream.remotePeer());
    this.readDeadline =
        timer.schedule(this::resetUnlessAsked, limits.readTimeoutMs(), TimeUnit.MILLISECONDS);
    this.serveDeadline =
        timer.schedule(stream::reset, limits.serveTimeoutMs(), TimeUnit.MILLISECONDS);
  }

  Stream.Listener listener() {
    return new RequestReader();
  }

  private void resetUnlessAsked() {
    if (!asked.get()) {
      stream.reset();
    }
  }

  private void onRequest(byte[] body) {
    if (!asked.compareAndSet(false, true)) {
      stream.reset();
      return;
    }
    if (!admitted) {
      reply(new Reply.Refused(Reply.Refused.BUSY, "too many requests at once"));
      return;
    }
    try {
      handlers.execute(() -> answer(handler.onRequest(stream.remotePeer(), body)));
    } catch (RejectedExecutionException closing) {
      stream.reset();
    }
  }

  private void answer(CompletionStage<Reply> answer) {
    answer.whenComplete(
        (reply, failure) -> {
          if (failure == null) {
            reply(reply);
          } else {
            LOG.warn("a request on {} could not be answered", stream.protocol(), failure);
            reply(new Reply.Refused(Reply.Refused.FAILED, "the request could not be answered"));
          }
        });
  }

  private void reply(Reply reply) {
    byte[] body = reply.wireBody();
    if (body.length > limits.replyBytesMax()) {
      reply(new Reply.Refused(Reply.Refused.TOO_LARGE, "the answer is too large for one reply"));
      return;
    }
    stream.write(Frames.buffer(1).writeByte(reply.status()));
    Frames.writeInPieces(stream, Frames.encode(body))
        .whenComplete((done, failure) -> stream.closeWrite());
  }

  private final class RequestReader implements Stream.Listener {

    private final FrameDecoder decoder = new FrameDecoder(limits.requestBytesMax());

    @Override
    public void onData(Stream from, ByteBuf data) {
      FrameDecoder.Result result = decoder.feed(data, ServedStream.this::onRequest);
      if (result != FrameDecoder.Result.OK) {
        from.reset();
      }
    }

    @Override
    public void onRemoteClose(Stream from) {
      if (!asked.get()) {
        from.reset();
      }
    }

    @Override
    public void onClosed(Stream from) {
      readDeadline.cancel(false);
      serveDeadline.cancel(false);
      if (admitted) {
        slots.release(from.remotePeer());
      }
    }
  }
}
