package org.datanet.node.libp2p.reqresp;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.streams.FrameDecoder;
import org.datanet.node.libp2p.streams.Frames;
import org.datanet.node.libp2p.streams.PeerSlots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One inbound request from its first byte to the last of its reply. Its slot is given back when
 * both the stream and the handler's work are over: a peer that asks and resets at once would
 * otherwise have any number of requests in work.
 */
final class ServedStream implements Stream.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(ServedStream.class);

  private final Stream stream;
  private final RequestResponse.Handler handler;
  private final ReqRespLimits limits;
  private final Executor handlers;
  private final PeerSlots slots;
  private final ReplyBudget waiting;
  private final FrameDecoder decoder;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean slotHeld = new AtomicBoolean(true);

  /** The stream, and from the request on the handler. */
  private final AtomicInteger partsUnderWay = new AtomicInteger(1);

  private final ScheduledFuture<?> readDeadline;
  private final ScheduledFuture<?> serveDeadline;

  /**
   * @param slots of which the caller has taken one for this stream
   */
  ServedStream(
      Stream stream,
      RequestResponse.Handler handler,
      ReqRespLimits limits,
      Executor handlers,
      ScheduledExecutorService timer,
      PeerSlots slots,
      ReplyBudget waiting) {
    this.stream = stream;
    this.handler = handler;
    this.limits = limits;
    this.handlers = handlers;
    this.slots = slots;
    this.waiting = waiting;
    this.decoder = new FrameDecoder(limits.requestBytesMax());
    this.readDeadline =
        timer.schedule(this::resetUnlessAsked, limits.readTimeoutMs(), TimeUnit.MILLISECONDS);
    this.serveDeadline =
        timer.schedule(this::giveUp, limits.serveTimeoutMs(), TimeUnit.MILLISECONDS);
  }

  /** A handler that never answers does not hold its slot for ever. */
  private void giveUp() {
    stream.reset();
    releaseSlot();
  }

  private void resetUnlessAsked() {
    if (!asked.get()) {
      stream.reset();
    }
  }

  @Override
  public void onData(Stream from, ByteBuf data) {
    FrameDecoder.Result result = decoder.feed(data, this::onRequest);
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
    partOver();
  }

  private void partOver() {
    if (partsUnderWay.decrementAndGet() == 0) {
      serveDeadline.cancel(false);
      releaseSlot();
    }
  }

  private void releaseSlot() {
    if (slotHeld.compareAndSet(true, false)) {
      slots.release(stream.remotePeer());
    }
  }

  private void onRequest(byte[] body) {
    if (!asked.compareAndSet(false, true)) {
      stream.reset();
      return;
    }
    partsUnderWay.incrementAndGet();
    try {
      handlers.execute(() -> answer(body));
    } catch (RejectedExecutionException closing) {
      partOver();
      stream.reset();
    }
  }

  private void answer(byte[] body) {
    handler
        .onRequest(stream.remotePeer(), body)
        .whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                reply(reply);
              } else {
                LOG.warn("a request on {} could not be answered", stream.protocol(), failure);
                refuse(Reply.Refused.FAILED, "the request could not be answered");
              }
              partOver();
            });
  }

  private void refuse(int code, String message) {
    Reply refusal = new Reply.Refused(code, message);
    write(refusal, refusal.wireBody());
  }

  private void reply(Reply reply) {
    byte[] body = reply.wireBody();
    int bytes = body.length;
    if (bytes > limits.replyBytesMax()) {
      refuse(Reply.Refused.TOO_LARGE, "the answer is too large for one reply");
    } else if (!waiting.tryTake(stream.remotePeer(), bytes)) {
      refuse(Reply.Refused.BUSY, "earlier answers wait to be taken");
    } else {
      write(reply, body)
          .whenComplete((done, failure) -> waiting.release(stream.remotePeer(), bytes));
    }
  }

  /** Completes when the last byte was handed on, or cannot be any more. */
  private CompletionStage<Void> write(Reply reply, byte[] body) {
    stream.write(Frames.buffer(1).writeByte(reply.status()));
    return Frames.writeLastInPieces(stream, Frames.encode(body));
  }
}
