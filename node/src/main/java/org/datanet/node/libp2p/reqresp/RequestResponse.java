package org.datanet.node.libp2p.reqresp;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.host.Use;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.streams.Frames;
import org.datanet.node.libp2p.streams.PeerSlots;

/** Asks peers and answers them, over a host. Safe for use by several threads. */
public final class RequestResponse {

  private final Host host;
  private final ReqRespLimits limits;
  private final Executor handlers;
  private final ScheduledExecutorService timer;
  private final PeerSlots inbound;
  private final PeerSlots outbound;
  private final ReplyBudget waiting;

  /**
   * @param handlers runs request handlers; they may block it
   * @param timer ends what takes too long
   */
  public RequestResponse(
      Host host, ReqRespLimits limits, Executor handlers, ScheduledExecutorService timer) {
    this.host = host;
    this.limits = limits;
    this.handlers = handlers;
    this.timer = timer;
    this.inbound = new PeerSlots(limits.inboundPerPeerMax());
    this.outbound = new PeerSlots(limits.outboundPerPeerMax());
    this.waiting = new ReplyBudget(limits.waitingPerPeerBytesMax(), limits.waitingBytesMax());
  }

  /** Answers the requests of a protocol. */
  @FunctionalInterface
  public interface Handler {

    /**
     * The stage may complete anywhere; one that fails is answered with {@link
     * Reply.Refused#FAILED}.
     */
    CompletionStage<Reply> onRequest(PeerId from, byte[] body);
  }

  /** Register before the host listens. */
  public void serve(String protocol, Handler handler) {
    host.handle(
        protocol,
        stream ->
            inbound.tryTake(stream.remotePeer())
                ? new ServedStream(stream, handler, limits, handlers, timer, inbound, waiting)
                : BusyStream.refusing(stream));
  }

  /** What peers can fill here, and how full it is. */
  public List<Use> uses() {
    return List.of(
        new Use(
            "served",
            "requests in work of the peer that has most",
            inbound::most,
            limits.inboundPerPeerMax()),
        new Use(
            "asked",
            "requests open to the peer that has most",
            outbound::most,
            limits.outboundPerPeerMax()),
        new Use(
            "replies.bytes",
            "replies that peers have not taken yet",
            waiting::totalBytes,
            limits.waitingBytesMax()));
  }

  /**
   * Asks a connected peer.
   *
   * @param timeoutMs from now until the last byte of the reply
   * @return fails with an {@link IOException} where the peer is not connected, does not speak the
   *     protocol, breaks it or exceeds a limit, or where the time is up
   */
  public CompletionStage<Reply> request(PeerId peer, String protocol, byte[] body, long timeoutMs) {
    if (body.length > limits.requestBytesMax()) {
      return CompletableFuture.failedFuture(
          new IOException("a request of " + body.length + " bytes is too large"));
    }
    if (!outbound.tryTake(peer)) {
      return CompletableFuture.failedFuture(
          new IOException("too many requests are open to " + peer));
    }
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    ScheduledFuture<?> deadline =
        timer.schedule(
            () ->
                reply.completeExceptionally(
                    new IOException(
                        "no reply within " + timeoutMs + " ms", new TimeoutException(protocol))),
            timeoutMs,
            TimeUnit.MILLISECONDS);
    CompletionStage<Stream> opened =
        host.openStream(
            peer, List.of(protocol), stream -> new ReplyReader(limits.replyBytesMax(), reply));
    opened.whenComplete(
        (stream, failure) -> {
          if (failure != null) {
            reply.completeExceptionally(failure);
          } else {
            ask(stream, body, reply);
          }
        });
    return reply.whenComplete(
        (any, failure) -> {
          deadline.cancel(false);
          outbound.release(peer);
        });
  }

  private static void ask(Stream stream, byte[] body, CompletableFuture<Reply> reply) {
    // Whatever ends the request early ends the stream: nothing stays open for a reply nobody
    // awaits.
    reply.whenComplete(
        (any, failure) -> {
          if (failure != null) {
            stream.reset();
          }
        });
    if (reply.isDone()) {
      return;
    }
    ByteBuf frame = Frames.encode(body);
    stream
        .writeLast(frame)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                reply.completeExceptionally(failure);
              }
            });
  }
}
