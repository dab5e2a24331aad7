package org.datanet.node.libp2p.kad;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.host.Use;
import org.datanet.node.libp2p.kad.KadConfig.Mode;
import org.datanet.node.libp2p.kad.KadRouter.Failure;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.streams.ProtocolThread;
import org.datanet.node.libp2p.wire.KadWire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Peer routing over a host: finds peers and serves others who look for some, on its own thread. */
public final class KadService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KadService.class);

  private static final long TICK_MS = 500;

  private final Host host;
  private final KadConfig config;
  private final KadConnections connections;
  private final ProtocolThread thread;
  private final KadRouter router;
  private final Serving serving;
  private final Asking asking;
  private final Map<PeerId, PeerConnection> open = new HashMap<>();
  private final Map<Long, Deadline> deadlines = new HashMap<>();
  private final Map<PeerId, Long> dialledUsedMs = new HashMap<>();
  private final Map<Long, CompletableFuture<KadAction.Ended>> searches = new HashMap<>();
  private final AtomicBoolean serves = new AtomicBoolean();
  private long lastSearch;
  private volatile boolean closing;
  private volatile KadStatus status = KadStatus.NOTHING;

  /**
   * @param connections of whoever decides who is connected
   */
  public KadService(Host host, KadConfig config, KadConnections connections) {
    this.host = host;
    this.config = config;
    this.connections = connections;
    this.thread = new ProtocolThread("kad", this::tick, TICK_MS);
    this.router = new KadRouter(host.peerId(), config.timing(), config.seed());
    this.serving = new Serving(thread, config.timing().idleStreamMs(), router::request);
    this.asking =
        new Asking(host, config.protocol(), config.timing().idleStreamMs(), thread, new Outcomes());
  }

  private record Deadline(PeerId peer, long atMs) {}

  /** Completes with the bug that has ended lookups. */
  public CompletionStage<Throwable> failed() {
    return thread.failed();
  }

  /** Registers with the host; call before the host listens. */
  public void start() {
    if (config.mode() == Mode.SERVER) {
      serve();
    }
    host.addListener(new Connections());
    thread.start();
  }

  /** From now on others may ask us; the host tells those who are connected. Any thread. */
  public void serve() {
    if (serves.compareAndSet(false, true)) {
      LOG.info("this node answers lookups of {}", config.protocol());
      host.handle(config.protocol(), serving::onStream);
    }
  }

  /**
   * Tells where this host says that it is. Where none of it is on the internet, whoever can reach
   * us may ask us from now on. A name may lead anywhere.
   */
  public void announced(List<Multiaddr> addresses) {
    boolean outside =
        addresses.stream()
            .anyMatch(
                address ->
                    AddressScope.ip(address).isEmpty()
                        || AddressScope.of(address).equals(Optional.of(AddressScope.PUBLIC)));
    if (config.mode() == Mode.WHEN_REACHED && !outside) {
      serve();
    }
  }

  /**
   * Finds out where a peer is: where it was reached, else where others say that it is.
   *
   * @return empty where nobody knows; fails with an {@link IOException} where too many searches
   *     wait already, or after the end
   */
  public CompletionStage<List<Multiaddr>> findPeer(PeerId peer) {
    if (peer.equals(host.peerId())) {
      return CompletableFuture.completedFuture(host.listenAddresses());
    }
    return search((search, nowMs) -> router.find(search, peer, nowMs))
        .thenApply(KadAction.Ended::addresses);
  }

  /**
   * Meets peers that are nearest to nothing in particular; connections to them are open for a while
   * afterwards.
   *
   * @return how many came into the table meanwhile; fails as {@link #findPeer}
   */
  public CompletionStage<Long> wander() {
    return search(router::wander).thenApply(KadAction.Ended::peersAdded);
  }

  private CompletableFuture<KadAction.Ended> search(SearchStart start) {
    CompletableFuture<KadAction.Ended> ended = new CompletableFuture<>();
    thread.execute(() -> begin(start, ended));
    // Looked at after the event was queued: one that close() did not overtake is served.
    if (closing) {
      ended.completeExceptionally(new IOException("peer routing is closed"));
    }
    return ended;
  }

  private void begin(SearchStart start, CompletableFuture<KadAction.Ended> ended) {
    if (!router.hasRoom()) {
      ended.completeExceptionally(new IOException("too many peers are being looked for"));
      return;
    }
    long search = ++lastSearch;
    searches.put(search, ended);
    run(start.begin(search, ProtocolThread.nowMs()));
  }

  @FunctionalInterface
  private interface SearchStart {
    List<KadAction> begin(long search, long nowMs);
  }

  /** What there is and what has been, as of half a second ago; any thread. */
  public KadStatus status() {
    return status;
  }

  /** What peers can fill here, and how full it is. */
  public List<Use> uses() {
    return List.of(
        new Use(
            "table.peers",
            "peers in the routing table",
            () -> status.tablePeers(),
            (long) KadKey.BITS * KadLimits.K),
        new Use("lookups", "lookups under way", () -> status.lookups(), KadLimits.LOOKUPS_MAX),
        new Use(
            "lookups.waiting",
            "lookups that wait for their turn",
            () -> status.lookupsWaiting(),
            KadLimits.LOOKUPS_WAITING_MAX),
        new Use(
            "requests",
            "requests open to other peers",
            () -> status.requestsOpen(),
            KadLimits.REQUESTS_MAX),
        new Use(
            "streams",
            "streams of the peer that has most open to us",
            () -> status.streamsOfOnePeer(),
            KadLimits.STREAMS_PER_PEER_MAX));
  }

  /** Ends all searches and streams; the host's connections stay, but for those of lookups. */
  @Override
  public void close() {
    closing = true;
    thread.execute(
        () -> {
          searches
              .values()
              .forEach(f -> f.completeExceptionally(new IOException("peer routing is closed")));
          searches.clear();
          deadlines.clear();
          asking.close();
          serving.close();
          dialledUsedMs.keySet().forEach(this::release);
          thread.close();
        });
  }

  private void tick() {
    long nowMs = ProtocolThread.nowMs();
    for (Map.Entry<Long, Deadline> due : List.copyOf(deadlines.entrySet())) {
      if (nowMs >= due.getValue().atMs()) {
        asking.cancel(due.getKey(), due.getValue().peer());
        failed(due.getKey(), Failure.NO_ANSWER);
      }
    }
    run(router.tick(nowMs));
    asking.tick(nowMs);
    serving.tick(nowMs);
    List<PeerId> unused =
        dialledUsedMs.entrySet().stream()
            .filter(dialled -> nowMs - dialled.getValue() >= config.timing().releaseMs())
            .map(Map.Entry::getKey)
            .toList();
    for (PeerId peer : unused) {
      dialledUsedMs.remove(peer);
      release(peer);
    }
    status = describe();
  }

  private void release(PeerId peer) {
    Optional.ofNullable(open.get(peer)).ifPresent(connections::release);
  }

  private KadStatus describe() {
    return new KadStatus(
        serves.get(),
        router.table().size(),
        router.table().bucketCount(),
        router.table().crowdedOut(),
        router.searchesUnderWay(),
        router.searchesWaiting(),
        router.searchesEnded(),
        router.requestsOpen(),
        router.requestsSent(),
        router.requestsFailed(),
        serving.streamsOfOnePeer(),
        serving.served(),
        serving.refused());
  }

  private void run(List<KadAction> actions) {
    for (KadAction action : actions) {
      switch (action) {
        case KadAction.Ask ask -> ask(ask);
        case KadAction.Ended ended ->
            Optional.ofNullable(searches.remove(ended.search()))
                .ifPresent(found -> found.complete(ended));
      }
    }
  }

  private void ask(KadAction.Ask ask) {
    PeerId peer = ask.contact().peer();
    long nowMs = ProtocolThread.nowMs();
    deadlines.put(ask.request(), new Deadline(peer, nowMs + config.timing().requestMs()));
    dialledUsedMs.replace(peer, nowMs);
    if (open.containsKey(peer)) {
      asking.ask(ask.request(), peer, KadCodec.findNode(ask.key()));
    } else {
      connections
          .connect(peer, ask.contact().addresses())
          .whenComplete(
              (dialled, failure) -> thread.execute(() -> onDialled(ask, dialled, failure)));
    }
  }

  private void onDialled(
      KadAction.Ask ask, @Nullable PeerConnection dialled, @Nullable Throwable failure) {
    PeerId peer = ask.contact().peer();
    if (dialled == null) {
      LOG.debug("cannot ask {}: {}", peer, String.valueOf(failure));
      failed(ask.request(), Failure.NO_ANSWER);
      return;
    }
    if (host.connections().contains(dialled)) { // else the news of its end has come already
      connected(dialled);
      if (dialled.isOutbound()) {
        dialledUsedMs.put(peer, ProtocolThread.nowMs());
      }
    }
    if (deadlines.containsKey(ask.request())) {
      asking.ask(ask.request(), peer, KadCodec.findNode(ask.key()));
    }
  }

  private void failed(long request, Failure failure) {
    if (deadlines.remove(request) != null) {
      run(router.failed(request, failure, ProtocolThread.nowMs()));
    }
  }

  private void connected(PeerConnection connection) {
    PeerConnection known = open.put(connection.remotePeer(), connection);
    if (known != connection) {
      router.connected(connection.remotePeer(), Link.of(connection));
    }
    if (config.mode() == Mode.WHEN_REACHED && Link.of(connection).isFromOutside()) {
      serve();
    }
  }

  private void identified(PeerConnection connection, List<String> protocols) {
    if (open.get(connection.remotePeer()) == connection) {
      run(
          router.identified(
              connection.remotePeer(),
              Link.of(connection),
              protocols.contains(config.protocol()),
              ProtocolThread.nowMs()));
    }
  }

  private void disconnected(PeerConnection connection) {
    PeerId peer = connection.remotePeer();
    if (open.remove(peer, connection)) {
      dialledUsedMs.remove(peer);
      router.disconnected(peer);
    }
  }

  private final class Outcomes implements Asking.Outcomes {

    @Override
    public void answered(long request, PeerId peer, Message answer) {
      PeerConnection connection = open.get(peer);
      if (connection == null) {
        KadService.this.failed(request, Failure.NO_ANSWER); // gone since
      } else if (deadlines.remove(request) != null) {
        run(router.answered(request, Link.of(connection), answer, ProtocolThread.nowMs()));
      }
    }

    @Override
    public void failed(long request, Failure failure) {
      KadService.this.failed(request, failure);
    }
  }

  private final class Connections implements Host.ConnectionListener {

    @Override
    public void onConnected(PeerConnection connection) {
      thread.execute(() -> connected(connection));
    }

    @Override
    public void onIdentified(PeerConnection connection, List<String> protocols) {
      thread.execute(() -> identified(connection, protocols));
    }

    @Override
    public void onDisconnected(PeerConnection connection, String reason) {
      thread.execute(() -> disconnected(connection));
    }
  }
}
