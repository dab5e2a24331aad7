package org.datanet.node.libp2p.swarm;

import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.datanet.node.libp2p.host.Host.StreamHandler;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.transport.MuxedConnection;

/** A link over a connection of one of our transports. Any thread. */
final class MuxedLink extends PeerLink {

  private final MuxedConnection connection;
  private final int negotiationTimeoutMs;
  private final AtomicInteger inboundStreams = new AtomicInteger();

  MuxedLink(MuxedConnection connection, long connectedAtNanos, int negotiationTimeoutMs) {
    super(connectedAtNanos);
    this.connection = connection;
    this.negotiationTimeoutMs = negotiationTimeoutMs;
  }

  NegotiatedStream inbound(ProtocolTable protocols) {
    inboundStreams.incrementAndGet();
    return NegotiatedStream.inbound(
        connection, protocols, negotiationTimeoutMs, inboundStreams::decrementAndGet);
  }

  @Override
  public CompletionStage<Stream> openStream(List<String> protocols, StreamHandler handler) {
    NegotiatedStream stream =
        NegotiatedStream.outbound(connection, protocols, handler, negotiationTimeoutMs);
    CompletableFuture<Stream> opened = new CompletableFuture<>(); // the caller's, to cancel or not
    stream
        .opened()
        .whenComplete(
            (settled, failure) -> {
              if (failure == null) {
                opened.complete(settled);
              } else {
                opened.completeExceptionally(failure);
              }
            });
    connection.open(stream);
    return opened;
  }

  @Override
  public int inboundStreams() {
    return inboundStreams.get();
  }

  @Override
  public EventExecutor eventLoop() {
    return connection.eventLoop();
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public PeerId remotePeer() {
    return connection.remotePeer();
  }

  @Override
  public Multiaddr remoteAddress() {
    return connection.remoteAddress();
  }

  @Override
  public String transport() {
    return connection.transport();
  }

  @Override
  public boolean isOutbound() {
    return connection.isOutbound();
  }

  @Override
  public void close(String reason) {
    connection.close(reason);
  }

  @Override
  public String toString() {
    return connection.toString();
  }
}
