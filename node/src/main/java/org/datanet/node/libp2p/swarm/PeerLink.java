package org.datanet.node.libp2p.swarm;

import com.google.protobuf.ByteString;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.host.Host.StreamHandler;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.identify.PeerReport;
import org.datanet.node.libp2p.multiformats.Multiaddr;

/** A connection with what the host has learnt about its peer. Any thread. */
public abstract class PeerLink implements PeerConnection {

  private final long connectedAtNanos;
  private volatile List<String> remoteProtocols = List.of();
  private volatile List<Multiaddr> remoteListenAddresses = List.of();
  private volatile Optional<ByteString> remoteSignedRecord = Optional.empty();
  private volatile String remoteAgent = "";
  private volatile long latencyMicros = -1;

  protected PeerLink(long connectedAtNanos) {
    this.connectedAtNanos = connectedAtNanos;
  }

  /** Fails as {@link org.datanet.node.libp2p.host.Host#openStream} does. */
  public abstract CompletionStage<Stream> openStream(List<String> protocols, StreamHandler handler);

  /** Streams that the remote has open here; none where only the link's library knows. */
  public int inboundStreams() {
    return 0;
  }

  /** The event loop on which everything of this connection happens. */
  public abstract EventExecutor eventLoop();

  /** False once its socket is closed or closing. */
  public abstract boolean isOpen();

  /** Takes what the peer says of itself; a pushed report leaves out what has not changed. */
  final void identified(PeerReport report) {
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

  final void measured(long micros) {
    latencyMicros = micros;
  }

  @Override
  public final List<String> remoteProtocols() {
    return remoteProtocols;
  }

  @Override
  public final List<Multiaddr> remoteListenAddresses() {
    return remoteListenAddresses;
  }

  @Override
  public final Optional<ByteString> remoteSignedRecord() {
    return remoteSignedRecord;
  }

  @Override
  public final String remoteAgent() {
    return remoteAgent;
  }

  @Override
  public final long latencyMicros() {
    return latencyMicros;
  }

  @Override
  public final long connectedAtNanos() {
    return connectedAtNanos;
  }
}
