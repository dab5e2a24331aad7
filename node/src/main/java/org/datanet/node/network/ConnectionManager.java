package org.datanet.node.network;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.datanet.node.libp2p.host.ConnectionGate;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.kad.KadConnections;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.peerbook.Ban;
import org.datanet.node.libp2p.peerbook.KeptPeers;
import org.datanet.node.libp2p.peerbook.PeerBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps enough peers connected and not too many, keeps out the banned, and keeps the peer book over
 * a restart. Runs on the network's timer thread; what concerns bans and what lookups ask for on
 * any; what happens to connections is told on the host's.
 */
final class ConnectionManager implements Host.ConnectionListener, ConnectionGate, KadConnections {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionManager.class);

  private static final long LOOK_MS = 250;

  /** A crash costs what was learnt of peers in so long. */
  private static final long SAVE_MS = 60_000;

  /** Each may hold a socket in handshake. */
  private static final int DIALS_MAX = 8;

  private final Host host;
  private final PeerBook book;
  private final PeerBookStore store;
  private final ConnectionLimits limits;
  private final BootstrapDialer bootstrap;
  private final ToDoubleFunction<PeerId> worth;
  private final ScheduledExecutorService timer;
  private final ShutAddresses shut;

  /** Touched on the timer thread only. */
  private final Set<PeerId> underWay = new HashSet<>();

  /**
   * @param worth of a peer, for letting go of the least useful
   * @param timer one thread, which tells what its tasks throw and which the owner ends before it
   *     calls {@link #save} for the last time
   */
  ConnectionManager(
      Host host,
      PeerBook book,
      PeerBookStore store,
      ConnectionLimits limits,
      BootstrapDialer bootstrap,
      ToDoubleFunction<PeerId> worth,
      ScheduledExecutorService timer) {
    this.host = host;
    this.book = book;
    this.store = store;
    this.limits = limits;
    this.bootstrap = bootstrap;
    this.worth = worth;
    this.timer = timer;
    this.shut = new ShutAddresses(limits.bans());
  }

  void start() throws IOException {
    List<byte[]> kept = store.load();
    int taken = KeptPeers.restore(book, kept, System.currentTimeMillis());
    if (taken < kept.size()) {
      LOG.warn("{} of {} entries of the peer book do not read", kept.size() - taken, kept.size());
    }
    timer.scheduleWithFixedDelay(this::look, 0, LOOK_MS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(this::saveOrLog, SAVE_MS, SAVE_MS, TimeUnit.MILLISECONDS);
  }

  private void saveOrLog() {
    try {
      save();
    } catch (IOException e) {
      LOG.error("the peer book could not be kept; the next attempt comes in a minute", e);
    }
  }

  void save() throws IOException {
    store.save(KeptPeers.entries(book, System.currentTimeMillis()));
  }

  private void look() {
    List<PeerConnection> connections = host.connections();
    Set<PeerId> connected =
        connections.stream().map(PeerConnection::remotePeer).collect(Collectors.toSet());
    long nowMs = System.currentTimeMillis();
    if (connected.size() < limits.peersWanted()) {
      Set<PeerId> notNeeded = new HashSet<>(connected);
      book.bans(nowMs).forEach(ban -> notNeeded.add(ban.peer()));
      bootstrap.due(notNeeded, nowMs).forEach(this::dialBootstrap);
      int places =
          Math.min(
              DIALS_MAX - underWay.size(),
              limits.peersWanted() - connected.size() - underWay.size());
      if (places > 0) {
        book.toDial(underWay, places, nowMs).forEach(this::dial);
      }
    }
    letGo(connections);
  }

  /** All addresses name the same peer, or there is one that names none. */
  private void dialBootstrap(List<Multiaddr> addresses) {
    Multiaddr first = addresses.getFirst();
    Afterwards.run(
        first
            .peerId()
            .map(peer -> host.connect(peer, addresses))
            .orElseGet(() -> host.connect(first)),
        timer,
        (connection, failure) -> {
          long nowMs = System.currentTimeMillis();
          if (failure == null) {
            bootstrap.succeeded(addresses, connection.remotePeer(), nowMs);
            Multiaddr reached = addresses.size() == 1 ? first : connection.remoteAddress();
            book.reached(connection.remotePeer(), reached, nowMs);
          } else {
            LOG.debug("cannot reach {}: {}", addresses, failure.toString());
            bootstrap.failed(addresses, nowMs);
          }
        });
  }

  private void dial(PeerId peer) {
    underWay.add(peer);
    Afterwards.run(
        host.connect(peer, book.addresses(peer)),
        timer,
        (connection, failure) -> {
          underWay.remove(peer);
          long nowMs = System.currentTimeMillis();
          if (failure == null && connection.isOutbound()) {
            book.reached(peer, connection.remoteAddress(), nowMs);
          } else if (failure != null) {
            LOG.debug("cannot reach {}: {}", peer, failure.toString());
            book.failed(peer, nowMs);
          }
        });
  }

  /** For a lookup: whoever answers is dialled again later as any other peer of the book. */
  @Override
  public CompletionStage<PeerConnection> connect(PeerId peer, List<Multiaddr> addresses) {
    if (book.ban(peer, System.currentTimeMillis()).isPresent()) {
      return CompletableFuture.failedFuture(new IOException("banned"));
    }
    if (host.connections().size() >= limits.peersMost()) {
      return CompletableFuture.failedFuture(new IOException("there is no place for another peer"));
    }
    return host.connect(peer, addresses)
        .whenComplete(
            (connection, failure) -> {
              if (failure == null && connection.isOutbound()) {
                book.reached(peer, connection.remoteAddress(), System.currentTimeMillis());
              }
            });
  }

  /** Where there are enough peers without it, and gossip has no use for it. */
  @Override
  public void release(PeerConnection connection) {
    PeerId peer = connection.remotePeer();
    boolean enough = host.connections().size() > limits.peersWanted();
    if (enough && !bootstrap.names(peer) && worth.applyAsDouble(peer) <= 0) {
      connection.close("the lookup that it was opened for is over");
    }
  }

  private void letGo(List<PeerConnection> connections) {
    long nowNanos = System.nanoTime();
    List<Trimming.Candidate<PeerConnection>> candidates =
        connections.stream()
            .map(
                connection ->
                    new Trimming.Candidate<>(
                        connection,
                        bootstrap.names(connection.remotePeer()),
                        !connection.isOutbound(),
                        worth.applyAsDouble(connection.remotePeer()),
                        TimeUnit.NANOSECONDS.toMillis(nowNanos - connection.connectedAtNanos())))
            .toList();
    Trimming.excess(candidates, limits)
        .forEach(connection -> connection.close("too many peers: others are more useful"));
  }

  /** Closes the connection, and every later one until the ban ends. */
  void ban(PeerId peer, long untilMs, String reason) throws IOException {
    book.ban(new Ban(peer, untilMs, reason), System.currentTimeMillis());
    host.connections().stream()
        .filter(connection -> connection.remotePeer().equals(peer))
        .forEach(connection -> connection.close("banned: " + reason));
    save();
  }

  /**
   * Bans a peer for a while, on account of what it did. The connection is the caller's to close.
   * Not written to disk at once: identities cost an attacker nothing, and writing costs us
   * something.
   */
  void expel(PeerId peer, Optional<InetAddress> address, String reason) {
    long nowMs = System.currentTimeMillis();
    long untilMs = nowMs + limits.bans().banMs();
    if (book.ban(peer, nowMs).filter(ban -> ban.untilMs() >= untilMs).isEmpty()) {
      book.ban(new Ban(peer, untilMs, reason), nowMs);
      LOG.info("{} is banned for {} s: {}", peer, limits.bans().banMs() / 1_000, reason);
    }
    address.ifPresent(ip -> shut.add(ip, peer, untilMs));
  }

  @Override
  public boolean admits(InetAddress ip) {
    return !shut.isShut(ip, System.currentTimeMillis());
  }

  @Override
  public Optional<String> refusal(PeerId peer) {
    return book.ban(peer, System.currentTimeMillis()).map(ban -> "banned: " + ban.reason());
  }

  /** Whether there was a ban to lift. */
  boolean unban(PeerId peer) throws IOException {
    boolean lifted = book.unban(peer);
    shut.forget(peer);
    save();
    return lifted;
  }

  @Override
  public void onConnected(PeerConnection connection) {
    long nowMs = System.currentTimeMillis();
    // Also where the host's gate let it pass: the ban may be younger, or the host has no gate.
    refusal(connection.remotePeer())
        .ifPresentOrElse(connection::close, () -> book.connected(connection.remotePeer(), nowMs));
  }

  @Override
  public void onIdentified(PeerConnection connection, List<String> protocols) {
    long nowMs = System.currentTimeMillis();
    PeerId peer = connection.remotePeer();
    boolean signed =
        connection
            .remoteSignedRecord()
            .flatMap(envelope -> book.learnSigned(envelope, nowMs))
            .filter(record -> record.peer().equals(peer))
            .isPresent();
    if (!signed) {
      book.learn(peer, connection.remoteListenAddresses(), nowMs);
    }
    book.connected(peer, nowMs);
  }

  @Override
  public void onDisconnected(PeerConnection connection, String reason) {
    book.disconnected(connection.remotePeer(), System.currentTimeMillis());
  }
}
