package org.datanet.node.libp2p.tcp;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.host.Host.StreamHandler;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.identify.PeerReport;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.yamux.YamuxException;
import org.datanet.node.libp2p.yamux.YamuxSession;
import org.datanet.node.libp2p.yamux.YamuxStream;
import org.jspecify.annotations.Nullable;

/**
 * A socket that has become a secured, multiplexed connection. Its getters may be called from any
 * thread.
 */
final class TcpConnection implements PeerConnection {

  private final Channel channel;
  private final PeerId remotePeer;
  private final Multiaddr remoteAddress;
  private final boolean outbound;
  private final long connectedAtNanos;
  private final int negotiationTimeoutMs;
  private @Nullable YamuxSession session;
  private volatile List<String> remoteProtocols = List.of();
  private volatile String remoteAgent = "";
  private volatile long latencyMicros = -1;

  TcpConnection(
      Channel channel,
      PeerId remotePeer,
      Multiaddr remoteAddress,
      boolean outbound,
      long connectedAtNanos,
      int negotiationTimeoutMs) {
    this.channel = channel;
    this.remotePeer = remotePeer;
    this.remoteAddress = remoteAddress;
    this.outbound = outbound;
    this.connectedAtNanos = connectedAtNanos;
    this.negotiationTimeoutMs = negotiationTimeoutMs;
  }

  /** Gives the connection its muxer, before anyone else sees it. */
  void attach(YamuxSession muxer) {
    session = muxer;
  }

  private YamuxSession session() {
    if (session == null) {
      throw new IllegalStateException("the connection has no muxer");
    }
    return session;
  }

  Channel channel() {
    return channel;
  }

  YamuxStream.Listener accept(YamuxStream stream, ProtocolTable protocols) {
    NegotiatedStream negotiated = NegotiatedStream.inbound(remotePeer, protocols);
    negotiated.start(stream, channel.eventLoop(), negotiationTimeoutMs);
    return negotiated;
  }

  CompletionStage<Stream> openStream(List<String> protocols, StreamHandler handler) {
    CompletableFuture<Stream> opened = new CompletableFuture<>();
    boolean accepted =
        session()
            .execute(
                () -> {
                  NegotiatedStream stream =
                      NegotiatedStream.outbound(remotePeer, protocols, handler);
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
                  try {
                    stream.start(session().open(stream), channel.eventLoop(), negotiationTimeoutMs);
                  } catch (YamuxException e) {
                    stream.onClosed(String.valueOf(e.getMessage()));
                  }
                });
    if (!accepted) {
      opened.completeExceptionally(new IOException("the connection is closed"));
    }
    return opened;
  }

  /** Takes what the peer says of itself; a pushed report leaves out what has not changed. */
  void identified(PeerReport report) {
    if (!report.protocols().isEmpty()) {
      remoteProtocols = report.protocols();
    }
    report.agentVersion().ifPresent(agent -> remoteAgent = agent);
  }

  void measured(long micros) {
    latencyMicros = micros;
  }

  @Override
  public PeerId remotePeer() {
    return remotePeer;
  }

  @Override
  public Multiaddr remoteAddress() {
    return remoteAddress;
  }

  @Override
  public boolean isOutbound() {
    return outbound;
  }

  @Override
  public List<String> remoteProtocols() {
    return remoteProtocols;
  }

  @Override
  public String remoteAgent() {
    return remoteAgent;
  }

  @Override
  public long latencyMicros() {
    return latencyMicros;
  }

  @Override
  public long connectedAtNanos() {
    return connectedAtNanos;
  }

  @Override
  public void close(String reason) {
    session().close(reason);
  }

  @Override
  public String toString() {
    return (outbound ? "to " : "from ") + remotePeer + " at " + remoteAddress;
  }
}
