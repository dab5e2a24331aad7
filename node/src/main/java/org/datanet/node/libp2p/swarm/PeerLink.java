package org.datanet.node.libp2p.swarm;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.host.Host.StreamHandler;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.identify.PeerReport;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.transport.MuxedConnection;

/** A connection with what the host has learnt about its peer. Any thread. */
final class PeerLink implements PeerConnection {

  private final MuxedConnection connection;
  private final long connectedAtNanos;
  private final int negotiationTimeoutMs;
  private volatile List<String> remoteProtocols = List.of();
  private volatile List<Multiaddr> remoteListenAddresses = List.of();
  private volatile Optional<ByteString> remoteSignedRecord = Optional.empty();
  private volatile String remoteAgent = "";
  private volatile long latencyMicros = -1;

  PeerLink(MuxedConnection connection, long connectedAtNanos, int negotiationTimeoutMs) {
    this.connection = connection;
    this.connectedAtNanos = connectedAtNanos;
    this.negotiationTimeoutMs = negotiationTimeoutMs;
  }

  MuxedConnection connection() {
    return connection;
  }

  NegotiatedStream inbound(ProtocolTable protocols) {
    return NegotiatedStream.inbound(connection, protocols, negotiationTimeoutMs);
  }

  CompletionStage<Stream> openStream(List<String> protocols, StreamHandler handler) {
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

  /** Takes what the peer says of itself; a pushed report leaves out what has not changed. */
  void identified(PeerReport report) {
    if (!report.protocols().isEmpty()) {
      remoteProtocols = report.protocols();
    }
    if (!report.listenAddresses().isEmpty()) {
      remoteListenAddresses = report.listenAddresses();
    }
    if (report.signedRecord().isPresent()) {
      remoteSignedRecord = report.signedRecord();
    }
    report.agentVersion().ifPresent(agent -> remoteAgent = agent);
  }

  void measured(long micros) {
    latencyMicros = micros;
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
  public List<String> remoteProtocols() {
    return remoteProtocols;
  }

  @Override
  public List<Multiaddr> remoteListenAddresses() {
    return remoteListenAddresses;
  }

  @Override
  public Optional<ByteString> remoteSignedRecord() {
    return remoteSignedRecord;
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
    connection.close(reason);
  }

  @Override
  public String toString() {
    return connection.toString();
  }
}
