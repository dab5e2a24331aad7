package org.datanet.node.libp2p.swarm;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.datanet.node.libp2p.host.ConnectionGate;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Host.ConnectionListener;
import org.datanet.node.libp2p.host.Host.ProtocolUnsupportedException;
import org.datanet.node.libp2p.host.Host.StreamHandler;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.identify.Identify;
import org.datanet.node.libp2p.identify.PeerReport;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.ping.Ping;
import org.datanet.node.libp2p.transport.HostCounters;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is connected to a host, whatever its connections are made of: lets each peer in or sends it
 * away, asks it who it is, tells it who we are, pings it, and has listeners hear of it, one event
 * at a time in the order in which the connections changed. Any thread.
 */
public final class ConnectedPeers {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectedPeers.class);

  /** How often a peer is asked who it is: a busy one may drop the question. */
  private static final int IDENTIFY_ATTEMPTS_MAX = 3;

  private static final long IDENTIFY_AGAIN_MS = 1_000;

  private final HostConfig config;
  private final Self self;
  private final HostCounters counters;
  private final Executor events;
  private final ConnectionTable<PeerLink> table;
  private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<Announcement> announced = Optional.empty();
  private volatile ConnectionGate gate = ConnectionGate.OPEN;
  private volatile boolean closed;

  /** What a host knows of itself while it runs. */
  public interface Self {

    /** Protocols that it answers. */
    List<String> protocols();

    List<Multiaddr> listenAddresses();
  }

  /**
   * @param transports names of those that connections come from, the preferred first
   * @param events runs one task at a time, in order; after its end events go unheard
   */
  public ConnectedPeers(
      HostConfig config,
      Self self,
      List<String> transports,
      HostCounters counters,
      Executor events) {
    this.config = config;
    this.self = self;
    this.counters = counters;
    this.events = events;
    this.table =
        new ConnectionTable<>(
            config.identity().peerId(),
            config.connectionsMax(),
            config.inboundPerIpMax(),
            transports,
            TimeUnit.MILLISECONDS.toNanos(
                config.timeouts().dialMs() + config.timeouts().handshakeMs()));
  }

  /** Has the host answer identify and ping. */
  public void serve(Host host) {
    host.handle(Identify.PROTOCOL, tellOfSelf());
    host.handle(Identify.PUSH_PROTOCOL, Identify.reader(this::onReport));
    host.handle(Ping.PROTOCOL, Ping.responder());
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
      return self.protocols();
    }

    @Override
    public List<Multiaddr> announcedAddresses() {
      return announced.map(Announcement::addresses).orElseGet(self::listenAddresses);
    }

    @Override
    public Optional<ByteString> signedRecord() {
      return ConnectedPeers.this.signedRecord();
    }

    @Override
    public Optional<Multiaddr> addressOf(PeerId peer) {
      return table.find(peer).map(PeerLink::remoteAddress);
    }
  }

  /** The places for sockets and the connections that took them. */
  public ConnectionTable<PeerLink> table() {
    return table;
  }

  /** See {@link Host#announce}. */
  public void announce(List<Multiaddr> addresses) {
    synchronized (table) {
      announced =
          Optional.of(Announcement.after(announced, config.identity(), List.copyOf(addresses)));
    }
    tellAgain();
  }

  /** Something changed of what identify says. */
  public void tellAgain() {
    table.all().forEach(this::tellAgain);
  }

  private void tellAgain(PeerLink link) {
    link.openStream(List.of(Identify.PUSH_PROTOCOL), tellOfSelf())
        .whenComplete(
            (stream, failure) -> {
              if (failure != null) {
                LOG.debug("Not told of new addresses {}: {}", link, failure.getMessage());
              }
            });
  }

  /** See {@link Host#signedRecord}. */
  public Optional<ByteString> signedRecord() {
    return announced.map(Announcement::envelope);
  }

  /** See {@link Host#guard}. */
  public void guard(ConnectionGate newGate) {
    gate = newGate;
  }

  /** Whether a socket from there is accepted at all, as far as the gate is concerned. */
  public boolean admits(InetAddress ip) {
    return gate.admits(ip);
  }

  /** A connection is ready for streams. Its event loop only. */
  public void opened(PeerLink link) {
    Optional<String> refusal = gate.refusal(link.remotePeer());
    if (refusal.isPresent()) {
      counters.count(Event.PEER_REFUSED);
      link.close(refusal.get());
      return;
    }
    ConnectionTable.Admission<PeerLink> admission =
        table.admit(link, displaced -> reportConnected(link, displaced));
    if (closed) {
      link.close("the host is closed");
    } else if (!admission.kept()) {
      closeDuplicate(link);
    } else {
      counters.count(link.isOutbound() ? Event.OUTBOUND_OPENED : Event.INBOUND_OPENED);
      identify(link, IDENTIFY_ATTEMPTS_MAX);
      new PingSchedule(link, config.ping()).start();
    }
    admission.displaced().ifPresent(this::closeDuplicate);
  }

  /** Without an answer nobody knows what the peer speaks, so it is asked again. */
  private void identify(PeerLink link, int attempts) {
    link.openStream(
            List.of(Identify.PROTOCOL),
            Identify.reader(this::onReport, () -> identifyLater(link, attempts - 1)))
        .whenComplete(
            (stream, failure) -> {
              if (failure != null) {
                LOG.debug("No identify {}: {}", link, failure.getMessage());
                if (!(failure instanceof ProtocolUnsupportedException)) {
                  identifyLater(link, attempts - 1);
                }
              }
            });
  }

  private void identifyLater(PeerLink link, int attempts) {
    if (attempts > 0 && link.isOpen()) {
      link.eventLoop()
          .schedule(() -> identify(link, attempts), IDENTIFY_AGAIN_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void closeDuplicate(PeerLink duplicate) {
    counters.count(Event.DUPLICATE_CLOSED);
    duplicate.close("another connection to this peer is kept");
  }

  /** A connection that was opened is over. */
  public void ended(PeerLink link, String reason) {
    table.remove(link, () -> reportDisconnected(link, reason));
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
    } catch (RejectedExecutionException ended) {
      LOG.debug("The host is closed; a connection event went unheard");
    }
  }

  /** See {@link Host#openStream}. */
  public CompletionStage<Stream> openStream(
      PeerId peer, List<String> offered, StreamHandler handler) {
    return table
        .find(peer)
        .map(link -> link.openStream(offered, handler))
        .orElseGet(
            () -> CompletableFuture.failedFuture(new IOException("not connected to " + peer)));
  }

  public void addListener(ConnectionListener listener) {
    listeners.add(listener);
  }

  /** Closes what is connected now, and whatever is opened from now on. */
  public void close() {
    closed = true;
    table.all().forEach(link -> link.close("the host is closed"));
  }
}
