package org.datanet.node.libp2p.swarm;

import com.google.protobuf.ByteString;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.identify.Identify;
import org.datanet.node.libp2p.identify.PeerReport;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.ping.Ping;
import org.datanet.node.libp2p.quic.QuicTransport;
import org.datanet.node.libp2p.tcp.TcpTransport;
import org.datanet.node.libp2p.transport.HostCounters;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.datanet.node.libp2p.transport.MuxedConnection;
import org.datanet.node.libp2p.transport.MuxedStream;
import org.datanet.node.libp2p.transport.NetworkLoops;
import org.datanet.node.libp2p.transport.Transport;
import org.datanet.node.libp2p.transport.TransportContext;
import org.datanet.node.libp2p.transport.TransportOwner;
import org.datanet.node.libp2p.transport.TransportUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Host} over any transports. Connection events come one at a time on one event loop, in
 * the order in which the connections changed; a stream of a new connection may reach its handler a
 * moment before that.
 */
public final class Swarm implements Host {

  private static final Logger LOG = LoggerFactory.getLogger(Swarm.class);

  private final HostConfig config;
  private final PeerId self;
  private final NetworkLoops loops;
  private final List<Transport> transports;
  private final EventLoop events;
  private final HostCounters counters;
  private final ConnectionTable<PeerLink> table;
  private final Dialler dialler;
  private final TransportOwner owner = new Owner();
  private final ProtocolTable protocols = new ProtocolTable();
  private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();
  private final List<Multiaddr> listenAddresses = new CopyOnWriteArrayList<>();
  private volatile Optional<Announcement> announced = Optional.empty();
  private volatile boolean closed;

  private Swarm(
      HostConfig config, NetworkLoops loops, List<Transport> transports, HostCounters counters) {
    this.config = config;
    this.self = config.identity().peerId();
    this.loops = loops;
    this.transports = transports;
    this.events = loops.next();
    this.counters = counters;
    this.table =
        new ConnectionTable<>(
            self,
            config.connectionsMax(),
            config.inboundPerIpMax(),
            transports.stream().map(Transport::name).toList(),
            TimeUnit.MILLISECONDS.toNanos(
                config.timeouts().dialMs() + config.timeouts().handshakeMs()));
    this.dialler =
        new Dialler(
            transports,
            table,
            counters,
            owner,
            config.connectionsMax(),
            config.timeouts().headStartMs());
  }

  /** A host that answers identify and ping, and listens nowhere yet. */
  public static Swarm create(HostConfig config) {
    return create(
        config,
        context ->
            config.transports().stream().map(name -> transport(name, context, config)).toList());
  }

  /** The same over transports of the caller's choice, the preferred first. */
  public static Swarm create(
      HostConfig config, Function<TransportContext, List<Transport>> choice) {
    NetworkLoops loops = NetworkLoops.create(config.threads());
    HostCounters counters = new HostCounters();
    TransportContext context =
        new TransportContext(
            loops,
            config.identity(),
            config.timeouts().dialMs(),
            config.timeouts().handshakeMs(),
            counters);
    Swarm host = new Swarm(config, loops, choice.apply(context), counters);
    host.handle(Identify.PROTOCOL, host.tellOfSelf());
    host.handle(Identify.PUSH_PROTOCOL, Identify.reader(host::onReport));
    host.handle(Ping.PROTOCOL, Ping.responder());
    return host;
  }

  private static Transport transport(String name, TransportContext context, HostConfig config) {
    return switch (name) {
      case QuicTransport.NAME -> QuicTransport.create(context, config.quic());
      case TcpTransport.NAME -> new TcpTransport(context, config.yamux());
      default -> throw new IllegalArgumentException("there is no transport '" + name + "'");
    };
  }

  private StreamHandler tellOfSelf() {
    return Identify.teller(
        new Identify.Self(
            config.identity().publicKey(), config.agentVersion(), config.protocolVersion()),
        new Surroundings());
  }

  private final class Surroundings implements Identify.Surroundings {
    @Override
    public List<String> protocols() {
      return protocols.names();
    }

    @Override
    public List<Multiaddr> announcedAddresses() {
      return announced.map(Announcement::addresses).orElseGet(Swarm.this::listenAddresses);
    }

    @Override
    public Optional<ByteString> signedRecord() {
      return Swarm.this.signedRecord();
    }

    @Override
    public Optional<Multiaddr> addressOf(PeerId peer) {
      return table.find(peer).map(PeerLink::remoteAddress);
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
    for (Transport transport : transports) {
      Optional<InetSocketAddress> local =
          transport.target(address).filter(target -> !target.isUnresolved());
      if (local.isPresent() && !closed) {
        return listen(address, transport, local.get());
      }
    }
    return CompletableFuture.failedFuture(new IOException("cannot listen on " + address));
  }

  private CompletionStage<Multiaddr> listen(
      Multiaddr address, Transport transport, InetSocketAddress local) {
    CompletableFuture<Multiaddr> bound = new CompletableFuture<>();
    transport
        .listen(local, owner)
        .whenComplete(
            (actual, failure) -> {
              if (failure == null) {
                listenAddresses.add(actual);
                bound.complete(actual);
              } else {
                String message = "cannot listen on " + address + ": " + failure.getMessage();
                bound.completeExceptionally(
                    failure instanceof TransportUnavailableException
                        ? new TransportUnavailableException(message, failure)
                        : new IOException(message, failure));
              }
            });
    return bound;
  }

  /** Those of the preferred transport first. */
  @Override
  public List<Multiaddr> listenAddresses() {
    return listenAddresses.stream()
        .sorted(Comparator.comparingInt(address -> dialler.rank(address)))
        .toList();
  }

  @Override
  public void announce(List<Multiaddr> addresses) {
    synchronized (table) {
      announced =
          Optional.of(Announcement.after(announced, config.identity(), List.copyOf(addresses)));
    }
    table.all().forEach(this::tellAgain);
  }

  private void tellAgain(PeerLink link) {
    link.openStream(List.of(Identify.PUSH_PROTOCOL), tellOfSelf())
        .whenComplete(
            (stream, failure) -> {
              if (failure != null) {
                LOG.debug("Not told what is new of us {}: {}", link, failure.getMessage());
              }
            });
  }

  @Override
  public Optional<ByteString> signedRecord() {
    return announced.map(Announcement::envelope);
  }

  @Override
  public CompletionStage<PeerConnection> connect(Multiaddr address) {
    return dialler.connect(address.peerId(), List.of(address));
  }

  @Override
  public CompletionStage<PeerConnection> connect(PeerId peer, List<Multiaddr> addresses) {
    return dialler.connect(Optional.of(peer), addresses);
  }

  /** What transports tell. */
  private final class Owner implements TransportOwner {

    @Override
    public boolean reserveInbound(InetAddress ip) {
      return !closed && table.reserveInbound(ip);
    }

    @Override
    public void releaseInbound(InetAddress ip) {
      table.releaseInbound(ip);
    }

    @Override
    public MuxedConnection.Listener listenerFor(MuxedConnection connection) {
      PeerLink link =
          new PeerLink(connection, System.nanoTime(), config.timeouts().negotiationMs());
      return new MuxedConnection.Listener() {
        @Override
        public void onOpened() {
          admit(link);
        }

        @Override
        public MuxedStream.Listener onStream() {
          return link.inbound(protocols);
        }

        @Override
        public void onClosed(String reason) {
          table.remove(link, () -> reportDisconnected(link, reason));
        }
      };
    }
  }

  private void admit(PeerLink link) {
    ConnectionTable.Admission<PeerLink> admission =
        table.admit(link, displaced -> reportConnected(link, displaced));
    if (closed) {
      link.close("the host is closed");
    } else if (!admission.kept()) {
      closeDuplicate(link);
    } else {
      counters.count(link.isOutbound() ? Event.OUTBOUND_OPENED : Event.INBOUND_OPENED);
      link.openStream(List.of(Identify.PROTOCOL), Identify.reader(this::onReport))
          .whenComplete(
              (stream, failure) -> {
                if (failure != null) {
                  LOG.debug("No identify {}: {}", link, failure.getMessage());
                }
              });
      new PingSchedule(link, config.ping()).start();
    }
    admission.displaced().ifPresent(this::closeDuplicate);
  }

  private void closeDuplicate(PeerLink duplicate) {
    counters.count(Event.DUPLICATE_CLOSED);
    duplicate.close("another connection to this peer is kept");
  }

  private void onReport(PeerId peer, PeerReport report) {
    Optional<PeerLink> found = table.find(peer);
    if (found.isPresent()) {
      PeerLink connection = found.get();
      connection.identified(report);
      List<String> spoken = connection.remoteProtocols();
      tell(listener -> listener.onIdentified(connection, spoken));
    }
  }

  private void reportConnected(PeerLink connection, Optional<PeerLink> displaced) {
    displaced.ifPresent(old -> reportDisconnected(old, "replaced by another connection"));
    LOG.debug("Connected {}", connection);
    tell(listener -> listener.onConnected(connection));
  }

  private void reportDisconnected(PeerLink connection, String reason) {
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
    table.all().forEach(this::tellAgain);
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
    dialler.close();
    transports.forEach(Transport::close);
    loops.close();
  }
}
