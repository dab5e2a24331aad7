package org.datanet.node.libp2p.jvm;

import com.google.protobuf.ByteString;
import io.libp2p.core.Connection;
import io.libp2p.core.multistream.ProtocolBinding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.datanet.node.libp2p.host.ConnectionGate;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.streams.ProtocolExecutors;
import org.datanet.node.libp2p.swarm.ConnectedPeers;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.PeerLink;
import org.datanet.node.libp2p.tcp.TcpTransport;
import org.datanet.node.libp2p.transport.HostCounters;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Host} over jvm-libp2p. It dials only peers whose id it is told, and only over TCP. Of
 * the configuration, the transports, the threads and the time for negotiation are jvm-libp2p's own.
 */
public final class JvmHost implements Host {

  private static final Logger LOG = LoggerFactory.getLogger(JvmHost.class);

  private static final long CLOSE_TIMEOUT_MS = 5_000;

  private static final Set<Event> COUNTED =
      EnumSet.complementOf(
          EnumSet.of(Event.NEGOTIATION_FAILED, Event.HANDSHAKE_FAILED, Event.HANDSHAKE_ABANDONED));

  private final HostConfig config;
  private final io.libp2p.core.Host library;
  private final ScheduledExecutorService events =
      ProtocolExecutors.timer("libp2p-jvm", bug -> LOG.error("a listener failed", bug));
  private final HostCounters counters = new HostCounters();
  private final ConnectedPeers peers;
  private final JvmDialler dialler;
  private final JvmListeners listening;
  private volatile boolean closed;

  private JvmHost(HostConfig config) {
    this.config = config;
    this.library = Library.host(config);
    this.peers =
        new ConnectedPeers(config, new Self(), List.of(TcpTransport.NAME), counters, events);
    SocketGuard guard = new SocketGuard(peers, counters, config.timeouts());
    this.listening = new JvmListeners(library, guard);
    this.dialler = new JvmDialler(library.getNetwork(), guard, peers.table(), counters);
  }

  /** A host that answers identify and ping, and listens nowhere yet. */
  public static JvmHost create(HostConfig config) {
    JvmHost host = new JvmHost(config);
    host.library.addConnectionHandler(host::admit);
    host.peers.serve(host);
    return host;
  }

  private final class Self implements ConnectedPeers.Self {
    @Override
    public List<String> protocols() {
      return library.getProtocols().stream()
          .flatMap(binding -> binding.getProtocolDescriptor().getAnnounceProtocols().stream())
          .sorted()
          .toList();
    }

    @Override
    public List<Multiaddr> listenAddresses() {
      return JvmHost.this.listenAddresses();
    }
  }

  @Override
  public PeerId peerId() {
    return config.identity().peerId();
  }

  @Override
  public CompletionStage<Multiaddr> listen(Multiaddr address) {
    return closed
        ? CompletableFuture.failedFuture(new IOException("the host is closed"))
        : listening.listen(address);
  }

  @Override
  public List<Multiaddr> listenAddresses() {
    return listening.addresses();
  }

  @Override
  public void announce(List<Multiaddr> addresses) {
    peers.announce(addresses);
  }

  @Override
  public Optional<ByteString> signedRecord() {
    return peers.signedRecord();
  }

  @Override
  public CompletionStage<PeerConnection> connect(Multiaddr address) {
    return address
        .peerId()
        .map(peer -> connect(peer, List.of(address)))
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new IOException(
                        "jvm-libp2p dials only where /p2p/<peer id> tells whom: " + address)));
  }

  @Override
  public CompletionStage<PeerConnection> connect(PeerId peer, List<Multiaddr> addresses) {
    return peer.equals(peerId())
        ? CompletableFuture.failedFuture(new IOException("our own address: " + addresses))
        : dialler.connect(peer, addresses);
  }

  /** Event loop of the connection. */
  private void admit(Connection raw) {
    JvmConnection connection =
        new JvmConnection(raw, System.nanoTime(), config.yamux().sendBufferBytesMax());
    peers.opened(connection);
    connection
        .closed()
        .whenComplete((done, failure) -> peers.ended(connection, connection.closeReason()));
  }

  @Override
  public List<PeerConnection> connections() {
    return List.copyOf(peers.table().all());
  }

  @Override
  public void handle(String protocol, StreamHandler handler) {
    answer(new StreamBinding(List.of(protocol), handler, config.yamux().sendBufferBytesMax()));
  }

  /** Speaks a protocol as jvm-libp2p knows it. */
  void answer(ProtocolBinding<?> binding) {
    List<String> taken = new Self().protocols();
    for (String protocol : binding.getProtocolDescriptor().getAnnounceProtocols()) {
      if (taken.contains(protocol)) {
        throw new IllegalStateException(protocol + " has a handler already");
      }
    }
    library.addProtocolHandler(binding);
    peers.tellAgain();
  }

  @Override
  public CompletionStage<Stream> openStream(
      PeerId peer, List<String> offered, StreamHandler handler) {
    return peers.openStream(peer, offered, handler);
  }

  @Override
  public void guard(ConnectionGate gate) {
    peers.guard(gate);
  }

  /** Without what jvm-libp2p does not tell: how handshakes and negotiations fail. */
  @Override
  public Map<String, LongSupplier> counts() {
    return counters.byName(COUNTED);
  }

  @Override
  public void addListener(ConnectionListener listener) {
    peers.addListener(listener);
  }

  /**
   * Closes all sockets and waits for them. jvm-libp2p's event loops end by themselves some two
   * seconds later.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (PeerLink link : peers.table().all()) {
      ends.add(((JvmConnection) link).closed());
    }
    peers.close();
    ends.add(listening.close());
    dialler.close();
    try {
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
          .get(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
      listening.awaitFreePorts(CLOSE_TIMEOUT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException | TimeoutException e) {
      LOG.warn("sockets are not closed yet", e);
    }
    library.stop();
    events.shutdownNow();
    events.close();
  }
}
