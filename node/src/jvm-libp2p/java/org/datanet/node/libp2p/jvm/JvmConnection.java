package org.datanet.node.libp2p.jvm;

import io.libp2p.core.Connection;
import io.libp2p.core.NoSuchRemoteProtocolException;
import io.libp2p.core.multistream.ProtocolBinding;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.libp2p.host.Host.ProtocolUnsupportedException;
import org.datanet.node.libp2p.host.Host.StreamHandler;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.swarm.PeerLink;
import org.datanet.node.libp2p.tcp.TcpTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link over a connection of jvm-libp2p. Any thread. */
final class JvmConnection extends PeerLink {

  private static final Logger LOG = LoggerFactory.getLogger(JvmConnection.class);

  private final Connection connection;
  private final PeerId remotePeer;
  private final Multiaddr remoteAddress;
  private final int sendBufferBytesMax;
  private volatile String closeReason = "closed by the peer or the network";

  /**
   * @param sendBufferBytesMax of each stream
   */
  JvmConnection(Connection connection, long connectedAtNanos, int sendBufferBytesMax) {
    super(connectedAtNanos);
    this.connection = connection;
    this.remotePeer = JvmTypes.ours(connection.secureSession().getRemoteId());
    this.remoteAddress = JvmTypes.ours(connection.remoteAddress());
    this.sendBufferBytesMax = sendBufferBytesMax;
  }

  @Override
  public CompletableFuture<Stream> openStream(List<String> protocols, StreamHandler handler) {
    return open(new StreamBinding(protocols, handler, sendBufferBytesMax));
  }

  /** The same for what jvm-libp2p speaks itself. */
  <T> CompletableFuture<T> open(ProtocolBinding<T> binding) {
    CompletableFuture<T> controller = new CompletableFuture<>(); // the caller's, to cancel or not
    connection
        .muxerSession()
        .createStream(binding)
        .getController()
        .whenComplete(
            (opened, failure) -> {
              if (failure == null) {
                controller.complete(opened);
              } else {
                controller.completeExceptionally(ours(binding, failure));
              }
            });
    return controller;
  }

  private Throwable ours(ProtocolBinding<?> binding, Throwable failure) {
    List<String> offered = binding.getProtocolDescriptor().getAnnounceProtocols();
    return JvmTypes.root(failure) instanceof NoSuchRemoteProtocolException
        ? new ProtocolUnsupportedException(remotePeer + " speaks none of " + offered)
        : JvmTypes.failure("no stream to " + remotePeer, failure);
  }

  @Override
  public EventLoop eventLoop() {
    return JvmTypes.channel(connection).eventLoop();
  }

  @Override
  public boolean isOpen() {
    return JvmTypes.channel(connection).isOpen();
  }

  /** Completes when the socket is closed. */
  CompletableFuture<?> closed() {
    return connection.closeFuture();
  }

  /** Why it is over. */
  String closeReason() {
    return closeReason;
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
  public String transport() {
    return TcpTransport.NAME;
  }

  @Override
  public boolean isOutbound() {
    return connection.isInitiator();
  }

  @Override
  public void close(String reason) {
    closeReason = reason;
    LOG.debug("closing {}: {}", this, reason);
    connection.close();
  }

  @Override
  public String toString() {
    return "%s %s at %s".formatted(isOutbound() ? "to" : "from", remotePeer, remoteAddress);
  }
}
