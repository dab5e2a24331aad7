package org.datanet.node.libp2p.swarm;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.datanet.node.libp2p.host.Host.ProtocolUnsupportedException;
import org.datanet.node.libp2p.host.Host.StreamHandler;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.multistream.Negotiation;
import org.datanet.node.libp2p.multistream.Negotiation.Outcome;
import org.datanet.node.libp2p.transport.MuxedConnection;
import org.datanet.node.libp2p.transport.MuxedStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that first settles its protocol, then belongs to that protocol's listener. Event loop
 * only.
 */
final class NegotiatedStream implements Stream, MuxedStream.Listener {

  private final MuxedConnection connection;
  private final Negotiation negotiation;
  private final Function<String, StreamHandler> handlers;
  private final int timeoutMs;
  private final Runnable ended;
  private final CompletableFuture<Stream> opened = new CompletableFuture<>();
  private final List<String> offered;
  private @Nullable MuxedStream muxed;
  private @Nullable ScheduledFuture<?> timeout;
  private @Nullable Listener listener;
  private volatile String protocol = "";
  private boolean over;

  private NegotiatedStream(
      MuxedConnection connection,
      Negotiation negotiation,
      List<String> offered,
      Function<String, StreamHandler> handlers,
      int timeoutMs,
      Runnable ended) {
    this.connection = connection;
    this.negotiation = negotiation;
    this.offered = offered;
    this.handlers = handlers;
    this.timeoutMs = timeoutMs;
    this.ended = ended;
  }

  static NegotiatedStream outbound(
      MuxedConnection connection, List<String> protocols, StreamHandler handler, int timeoutMs) {
    return new NegotiatedStream(
        connection,
        Negotiation.initiator(PooledByteBufAllocator.DEFAULT, protocols),
        protocols,
        protocol -> handler,
        timeoutMs,
        () -> {});
  }

  /**
   * @param ended runs when the stream is over, once
   */
  static NegotiatedStream inbound(
      MuxedConnection connection, ProtocolTable protocols, int timeoutMs, Runnable ended) {
    return new NegotiatedStream(
        connection,
        Negotiation.responder(PooledByteBufAllocator.DEFAULT, protocols::speaks),
        List.of(),
        protocols::handler,
        timeoutMs,
        ended);
  }

  @Override
  public void onOpened(MuxedStream stream) {
    muxed = stream;
    timeout = connection.eventLoop().schedule(this::onTimeout, timeoutMs, TimeUnit.MILLISECONDS);
    send(negotiation.opening());
  }

  CompletionStage<Stream> opened() {
    return opened;
  }

  private void onTimeout() {
    fail(new IOException("no agreement on a protocol in time"));
  }

  private void fail(IOException failure) {
    if (listener == null && opened.completeExceptionally(failure)) {
      stream().reset();
    }
  }

  @Override
  public void onData(ByteBuf data) {
    if (listener != null) {
      listener.onData(this, data);
      return;
    }
    if (opened.isDone()) {
      return; // failed, and the reset is on its way
    }
    switch (negotiation.receive(data)) {
      case Outcome.Pending pending -> send(pending.reply());
      case Outcome.Agreed agreed -> onAgreed(agreed);
      case Outcome.Refused refused ->
          fail(new ProtocolUnsupportedException(remotePeer() + " speaks none of " + offered));
      case Outcome.Violated violated ->
          fail(new IOException(remotePeer() + " does not negotiate: " + violated.reason()));
    }
  }

  private void onAgreed(Outcome.Agreed agreed) {
    ByteBuf rest = agreed.rest();
    negotiation.close(); // its buffer is as large as what came with the proposal
    try {
      send(agreed.reply());
      cancelTimeout();
      protocol = agreed.protocol();
      Listener owner = handlers.apply(protocol).onOpen(this);
      listener = owner;
      opened.complete(this);
      if (rest.isReadable() && !over) {
        owner.onData(this, rest);
      }
    } finally {
      rest.release();
    }
  }

  @Override
  public void onRemoteClose() {
    if (listener != null) {
      listener.onRemoteClose(this);
    } else {
      fail(new IOException(remotePeer() + " closed the stream before a protocol was agreed on"));
    }
  }

  @Override
  public void onClosed(String reason) {
    over = true;
    ended.run();
    cancelTimeout();
    negotiation.close();
    if (listener != null) {
      listener.onClosed(this);
    } else {
      opened.completeExceptionally(new IOException("the stream ended: " + reason));
    }
  }

  private void cancelTimeout() {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  private void send(ByteBuf bytes) {
    if (bytes.isReadable()) {
      stream().write(bytes);
    } else {
      bytes.release();
    }
  }

  private MuxedStream stream() {
    if (muxed == null) {
      throw new IllegalStateException("the stream has not been started");
    }
    return muxed;
  }

  @Override
  public PeerId remotePeer() {
    return connection.remotePeer();
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public boolean isOutbound() {
    return stream().isOutbound();
  }

  @Override
  public CompletionStage<Void> write(ByteBuf data) {
    return stream().write(data);
  }

  @Override
  public CompletionStage<Void> writeLast(ByteBuf data) {
    return stream().writeLast(data);
  }

  @Override
  public int pendingBytes() {
    return stream().pendingBytes();
  }

  @Override
  public void closeWrite() {
    stream().closeWrite();
  }

  @Override
  public void reset() {
    stream().reset();
  }

  @Override
  public void setReading(boolean reading) {
    stream().setReading(reading);
  }

  @Override
  public String toString() {
    return protocol + " with " + remotePeer();
  }
}
