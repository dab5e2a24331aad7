package org.datanet.node.libp2p.swarm;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.datanet.node.libp2p.host.ConnectionGate;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.host.Use;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.quic.QuicTransport;
import org.datanet.node.libp2p.tcp.TcpTransport;
import org.datanet.node.libp2p.transport.HostCounters;
import org.datanet.node.libp2p.transport.MuxedConnection;
import org.datanet.node.libp2p.transport.MuxedStream;
import org.datanet.node.libp2p.transport.NetworkLoops;
import org.datanet.node.libp2p.transport.Transport;
import org.datanet.node.libp2p.transport.TransportContext;
import org.datanet.node.libp2p.transport.TransportOwner;
import org.datanet.node.libp2p.transport.TransportUnavailableException;

/**
 * A {@link Host} over any transports. Connection events come one at a time on one event loop, in
 * the order in which the connections changed; a stream of a new connection may reach its handler a
 * moment before that.
 */
public final class Swarm implements Host {

  private final HostConfig config;
  private final NetworkLoops loops;
  private final List<Transport> transports;
  private final HostCounters counters;
  private final ConnectedPeers peers;
  private final Dialler dialler;
  private final TransportOwner owner = new Owner();
  private final ProtocolTable protocols = new ProtocolTable();
  private final List<Multiaddr> listenAddresses = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  private Swarm(
      HostConfig config, NetworkLoops loops, List<Transport> transports, HostCounters counters) {
    this.config = config;
    this.loops = loops;
    this.transports = transports;
    this.counters = counters;
    this.peers =
        new ConnectedPeers(
            config,
            new Self(),
            transports.stream().map(Transport::name).toList(),
            counters,
            loops.next());
    this.dialler =
        new Dialler(
            transports,
            peers.table(),
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
    host.peers.serve(host);
    return host;
  }

  private static Transport transport(String name, TransportContext context, HostConfig config) {
    return switch (name) {
      case QuicTransport.NAME -> QuicTransport.create(context, config.quic());
      case TcpTransport.NAME -> new TcpTransport(context, config.yamux());
      default -> throw new IllegalArgumentException("there is no transport '" + name + "'");
    };
  }

  private final class Self implements ConnectedPeers.Self {
    @Override
    public List<String> protocols() {
      return protocols.names();
    }

    @Override
    public List<Multiaddr> listenAddresses() {
      return Swarm.this.listenAddresses();
    }
  }

  @Override
  public PeerId peerId() {
    return config.identity().peerId();
  }

  /** What has happened on the way to connections. */
  public HostCounters counters() {
    return counters;
  }

  /** Sockets open now, those in handshake included. */
  public int socketCount() {
    return peers.table().sockets();
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
    peers.announce(addresses);
  }

  @Override
  public Optional<ByteString> signedRecord() {
    return peers.signedRecord();
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
      return !closed && peers.admits(ip) && peers.table().reserveInbound(ip);
    }

    @Override
    public void releaseInbound(InetAddress ip) {
      peers.table().releaseInbound(ip);
    }

    @Override
    public MuxedConnection.Listener listenerFor(MuxedConnection connection) {
      MuxedLink link =
          new MuxedLink(connection, System.nanoTime(), config.timeouts().negotiationMs());
      return new MuxedConnection.Listener() {
        @Override
        public void onOpened() {
          peers.opened(link);
        }

        @Override
        public MuxedStream.Listener onStream() {
          return link.inbound(protocols);
        }

        @Override
        public void onClosed(String reason) {
          peers.ended(link, reason);
        }
      };
    }
  }

  @Override
  public List<PeerConnection> connections() {
    return List.copyOf(peers.table().all());
  }

  @Override
  public void handle(String protocol, StreamHandler handler) {
    protocols.register(protocol, handler);
    peers.tellAgain();
  }

  @Override
  public CompletionStage<Stream> openStream(
      PeerId peer, List<String> offered, StreamHandler handler) {
    return peers.openStream(peer, offered, handler);
  }

  @Override
  public Map<String, LongSupplier> counts() {
    return counters.byName();
  }

  @Override
  public List<Use> uses() {
    return List.of(
        new Use(
            "sockets",
            "sockets, those in handshake included",
            this::socketCount,
            config.connectionsMax()),
        new Use(
            "sockets.of.one.address",
            "accepted sockets of the address that has most",
            peers.table()::socketsOfOneAddress,
            config.inboundPerIpMax()),
        new Use(
            "streams.inbound",
            "streams that the peer has open to us that has most",
            this::inboundStreamsOfOnePeer,
            Math.max(config.yamux().inboundStreamsMax(), config.quic().inboundStreamsMax())));
  }

  private int inboundStreamsOfOnePeer() {
    return peers.table().all().stream().mapToInt(PeerLink::inboundStreams).max().orElse(0);
  }

  @Override
  public void guard(ConnectionGate gate) {
    peers.guard(gate);
  }

  @Override
  public void addListener(ConnectionListener listener) {
    peers.addListener(listener);
  }

  /** Says good-bye to every peer, closes all sockets and waits until the threads have ended. */
  @Override
  public void close() {
    closed = true;
    peers.close();
    dialler.close();
    transports.forEach(Transport::close);
    loops.close();
  }
}
