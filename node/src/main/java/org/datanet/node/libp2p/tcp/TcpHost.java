package org.datanet.node.libp2p.tcp;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.identify.Identify;
import org.datanet.node.libp2p.identify.PeerReport;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.ping.Ping;
import org.datanet.node.libp2p.tcp.HostCounters.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Host} over TCP. Connection events come one at a time on one event loop, in the order in
 * which the connections changed; a stream of a new connection may reach its handler a moment before
 * that.
 */
public final class TcpHost implements Host {

  private static final Logger LOG = LoggerFactory.getLogger(TcpHost.class);

  private final HostConfig config;
  private final PeerId self;
  private final TcpTransport transport;
  private final EventLoop events;
  private final ConnectionTable table;
  private final HostCounters counters = new HostCounters();
  private final ProtocolTable protocols = new ProtocolTable();
  private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();
  private final List<Multiaddr> listenAddresses = new CopyOnWriteArrayList<>();
  private final Map<Multiaddr, CompletableFuture<PeerConnection>> dials = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private TcpHost(HostConfig config, TcpTransport transport) {
    this.config = config;
    this.self = config.identity().peerId();
    this.transport = transport;
    this.events = transport.nextLoop();
    this.table = new ConnectionTable(self, config.connectionsMax(), config.inboundPerIpMax());
  }

  /** A host that answers identify and ping, and listens nowhere yet. */
  public static TcpHost create(HostConfig config) {
    TcpHost host = new TcpHost(config, TcpTransport.create(config.threads()));
    host.handle(Identify.PROTOCOL, Identify.responder(host.ownReport(), host.new Surroundings()));
    host.handle(Identify.PUSH_PROTOCOL, Identify.reader(host::onReport));
    host.handle(Ping.PROTOCOL, Ping.responder());
    return host;
  }

  private Identify.Self ownReport() {
    return new Identify.Self(
        config.identity().publicKey(), config.agentVersion(), config.protocolVersion());
  }

  private final class Surroundings implements Identify.Surroundings {
    @Override
    public List<String> protocols() {
      return protocols.names();
    }

    @Override
    public List<Multiaddr> listenAddresses() {
      return TcpHost.this.listenAddresses();
    }

    @Override
    public Optional<Multiaddr> addressOf(PeerId peer) {
      return table.find(peer).map(TcpConnection::remoteAddress);
    }
  }

  @Override
  public PeerId peerId() {
    return self;
  }

  /** What has happened on the way to connections. */
  public HostCounters counters() {
    return counters;
  }

  /** Sockets open now, those in handshake included. */
  public int socketCount() {
    return table.sockets();
  }

  @Override
  public CompletionStage<Multiaddr> listen(Multiaddr address) {
    Optional<InetSocketAddress> local = address.tcpAddress().filter(a -> !a.isUnresolved());
    if (local.isEmpty() || closed) {
      return CompletableFuture.failedFuture(new IOException("cannot listen on " + address));
    }
    CompletableFuture<Multiaddr> bound = new CompletableFuture<>();
    ChannelFuture bind = transport.bind(local.get(), this::onAccepted);
    bind.addListener(
        future -> {
          if (future.isSuccess()) {
            Multiaddr actual = Multiaddr.ofTcp((InetSocketAddress) bind.channel().localAddress());
            listenAddresses.add(actual);
            bound.complete(actual);
          } else {
            bound.completeExceptionally(failure("cannot listen on " + address, future.cause()));
          }
        });
    return bound;
  }

  private void onAccepted(SocketChannel channel) {
    InetAddress ip = channel.remoteAddress().getAddress();
    if (closed || !table.reserveInbound(ip)) {
      counters.count(Event.INBOUND_REFUSED);
      LOG.debug("No place for a connection from {}", ip);
      channel.close();
      return;
    }
    channel.closeFuture().addListener(future -> table.releaseInbound(ip));
    channel.pipeline().addLast(upgrade(false, Optional.empty()));
  }

  @Override
  public List<Multiaddr> listenAddresses() {
    return List.copyOf(listenAddresses);
  }

  @Override
  public CompletionStage<PeerConnection> connect(Multiaddr address) {
    Optional<TcpConnection> present = address.peerId().flatMap(table::find);
    if (present.isPresent()) {
      return CompletableFuture.completedFuture(present.get());
    }
    CompletableFuture<PeerConnection> fresh = new CompletableFuture<>();
    CompletableFuture<PeerConnection> running = dials.putIfAbsent(address, fresh);
    if (running != null) {
      return running;
    }
    fresh.whenComplete((connection, failure) -> dials.remove(address, fresh));
    dial(address, fresh);
    return fresh;
  }

  private void dial(Multiaddr address, CompletableFuture<PeerConnection> result) {
    Optional<InetSocketAddress> target = address.tcpAddress();
    if (target.isEmpty()) {
      result.completeExceptionally(new IOException("not a TCP address: " + address));
    } else if (closed) {
      result.completeExceptionally(new IOException("the host is closed"));
    } else if (!table.reserveOutbound()) {
      result.completeExceptionally(
          new IOException("no more than " + config.connectionsMax() + " connections"));
    } else if (target.get().isUnresolved()) {
      Thread.ofVirtual().name("libp2p-resolve").start(() -> resolve(address, target.get(), result));
    } else {
      dialSocket(address, target.get(), result);
    }
  }

  private void resolve(
      Multiaddr address, InetSocketAddress target, CompletableFuture<PeerConnection> result) {
    try {
      dialSocket(address, Dns.resolve(address, target), result);
    } catch (UnknownHostException e) {
      table.releaseOutbound();
      counters.count(Event.DIAL_FAILED);
      result.completeExceptionally(failure("cannot resolve " + address, e));
    }
  }

  /** Every way out of here closes the socket and gives its place back, a cancelled result too. */
  private void dialSocket(
      Multiaddr address, InetSocketAddress target, CompletableFuture<PeerConnection> result) {
    Upgrade upgrade = upgrade(true, address.peerId());
    ChannelFuture connect =
        transport.connect(
            target, config.dialTimeoutMs(), channel -> channel.pipeline().addLast(upgrade));
    connect.channel().closeFuture().addListener(future -> table.releaseOutbound());
    connect.addListener(
        future -> {
          if (!future.isSuccess()) {
            upgrade.result().completeExceptionally(future.cause());
          }
        });
    upgrade.result().whenComplete((done, failure) -> settle(address, result, done, failure));
    result.whenComplete(
        (connection, failure) -> {
          if (failure != null) {
            connect.channel().close();
          }
        });
  }

  private void settle(
      Multiaddr address,
      CompletableFuture<PeerConnection> result,
      @Nullable TcpConnection dialled,
      @Nullable Throwable failure) {
    Optional<PeerId> peer = dialled == null ? address.peerId() : Optional.of(dialled.remotePeer());
    Optional<TcpConnection> kept = peer.flatMap(table::find);
    if (kept.isPresent()) {
      result.complete(kept.get()); // this one, or the one that the remote dialled meanwhile
      return;
    }
    counters.count(Event.DIAL_FAILED);
    result.completeExceptionally(
        failure == null
            ? new IOException("cannot connect to " + address + ": closed again at once")
            : failure("cannot connect to " + address, failure));
  }

  private static IOException failure(String what, Throwable cause) {
    return new IOException(what + ": " + cause.getMessage(), cause);
  }

  private Upgrade upgrade(boolean dialled, Optional<PeerId> expectedPeer) {
    Upgrade.Owner owner =
        new Upgrade.Owner() {
          @Override
          public void onUpgraded(TcpConnection connection) {
            admit(connection);
          }

          @Override
          public void onClosed(TcpConnection connection, String reason) {
            table.remove(connection, () -> reportDisconnected(connection, reason));
          }
        };
    return new Upgrade(config, protocols, counters, owner, dialled, expectedPeer);
  }

  private void admit(TcpConnection connection) {
    ConnectionTable.Admission admission =
        table.admit(connection, displaced -> reportConnected(connection, displaced));
    if (closed) {
      connection.close("the host is closed");
    } else if (!admission.kept()) {
      counters.count(Event.DUPLICATE_CLOSED);
      connection.close("another connection to this peer is kept");
    } else {
      counters.count(connection.isOutbound() ? Event.OUTBOUND_OPENED : Event.INBOUND_OPENED);
      connection
          .openStream(List.of(Identify.PROTOCOL), Identify.reader(this::onReport))
          .whenComplete(
              (stream, failure) -> {
                if (failure != null) {
                  LOG.debug("No identify {}: {}", connection, failure.getMessage());
                }
              });
      new PingSchedule(connection, config.pingIntervalMs(), config.pingTimeoutMs()).start();
    }
    admission.displaced().ifPresent(this::closeDuplicate);
  }

  private void closeDuplicate(TcpConnection displaced) {
    counters.count(Event.DUPLICATE_CLOSED);
    displaced.close("another connection to this peer is kept");
  }

  private void onReport(PeerId peer, PeerReport report) {
    Optional<TcpConnection> found = table.find(peer);
    if (found.isPresent()) {
      TcpConnection connection = found.get();
      connection.identified(report);
      List<String> spoken = connection.remoteProtocols();
      tell(listener -> listener.onIdentified(connection, spoken));
    }
  }

  private void reportConnected(TcpConnection connection, Optional<TcpConnection> displaced) {
    displaced.ifPresent(old -> reportDisconnected(old, "replaced by another connection"));
    LOG.debug("Connected {}", connection);
    tell(listener -> listener.onConnected(connection));
  }

  private void reportDisconnected(TcpConnection connection, String reason) {
    counters.count(Event.DISCONNECTED);
    LOG.debug("Disconnected {}: {}", connection, reason);
    tell(listener -> listener.onDisconnected(connection, reason));
  }

  private void tell(Consumer<ConnectionListener> event) {
    try {
      events.execute(() -> listeners.forEach(event));
    } catch (RejectedExecutionException loopEnded) {
      LOG.debug("The host is closed; a connection event went unheard");
    }
  }

  @Override
  public List<PeerConnection> connections() {
    return List.copyOf(table.all());
  }

  @Override
  public void handle(String protocol, StreamHandler handler) {
    protocols.register(protocol, handler);
  }

  @Override
  public CompletionStage<Stream> openStream(
      PeerId peer, List<String> offered, StreamHandler handler) {
    return table
        .find(peer)
        .map(connection -> connection.openStream(offered, handler))
        .orElseGet(
            () -> CompletableFuture.failedFuture(new IOException("not connected to " + peer)));
  }

  @Override
  public void addListener(ConnectionListener listener) {
    listeners.add(listener);
  }

  /** Says good-bye to every peer, closes all sockets and waits until the threads have ended. */
  @Override
  public void close() {
    closed = true;
    table.all().forEach(connection -> connection.close("the host is closed"));
    dials.values().forEach(dial -> dial.cancel(false));
    transport.close();
  }
}
