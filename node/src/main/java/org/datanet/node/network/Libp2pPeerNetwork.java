package org.datanet.node.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.datanet.node.libp2p.bitswap.Bitswap;
import org.datanet.node.libp2p.gossipsub.GossipParams;
import org.datanet.node.libp2p.gossipsub.GossipPorts;
import org.datanet.node.libp2p.gossipsub.Gossipsub;
import org.datanet.node.libp2p.gossipsub.PeerExchange;
import org.datanet.node.libp2p.gossipsub.PeerStanding;
import org.datanet.node.libp2p.gossipsub.Pubsub;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.kad.KadConfig;
import org.datanet.node.libp2p.kad.KadService;
import org.datanet.node.libp2p.mdns.LocalDiscovery;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.peerbook.PeerBook;
import org.datanet.node.libp2p.reqresp.ReqRespLimits;
import org.datanet.node.libp2p.reqresp.RequestResponse;
import org.datanet.node.libp2p.streams.ProtocolExecutors;
import org.datanet.node.libp2p.transport.TransportUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port over a libp2p host and its gossip. Owns both: closing it closes them. */
public final class Libp2pPeerNetwork implements PeerNetwork {

  private static final Logger LOG = LoggerFactory.getLogger(Libp2pPeerNetwork.class);

  private final Host host;
  private final NetworkConfig config;
  private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
  private final ProtocolExecutors executors = ProtocolExecutors.create("network", failed::complete);
  private final Pubsub gossip;
  private final RequestResponse requests;
  private final ServedContent content = new ServedContent();
  private final Bitswap bitswap;
  private final PeerBook book;
  private final ConnectionManager connections;
  private final Optional<KadService> kad;
  private final Optional<PeerRouting> routing;
  private final RecentDrops drops = new RecentDrops();
  private Optional<LocalDiscovery> local = Optional.empty();

  /** A network that remembers no peers over a restart. */
  public Libp2pPeerNetwork(Host host, NetworkConfig config, long seed) {
    this(host, config, PeerBookStore.none(), seed);
  }

  /**
   * With our own gossip.
   *
   * @param seed of choices that peers should not foresee
   */
  public Libp2pPeerNetwork(Host host, NetworkConfig config, PeerBookStore store, long seed) {
    this(
        host,
        exchange ->
            new Gossipsub(host, GossipParams.DEFAULT, GossipPorts.NONE.with(exchange), seed),
        config,
        store,
        seed);
  }

  /**
   * @param gossip makes gossip over the host, not started
   * @param seed of choices that peers should not foresee
   */
  public Libp2pPeerNetwork(
      Host host,
      Function<PeerExchange, Pubsub> gossip,
      NetworkConfig config,
      PeerBookStore store,
      long seed) {
    this.host = host;
    this.config = config;
    this.book = new PeerBook(host.peerId(), seed);
    this.connections =
        new ConnectionManager(
            host,
            book,
            store,
            config.limits(),
            new BootstrapDialer(parsed(config.bootstrapAddresses()), seed),
            this::worth,
            executors.timer());
    host.addListener(connections);
    host.guard(connections);
    this.kad =
        config
            .peerRouting()
            .map(id -> KadConfig.of(id, KadConfig.Mode.WHEN_REACHED, seed))
            .map(kadConfig -> new KadService(host, kadConfig, connections));
    this.routing =
        kad.map(
            service ->
                new PeerRouting(
                    host, service, book, config.limits().peersWanted(), executors.timer()));
    this.gossip =
        gossip.apply(
            new Introductions(
                book,
                connections::expel,
                peer -> routing.ifPresent(found -> found.introduced(peer))));
    this.requests =
        new RequestResponse(host, ReqRespLimits.DEFAULT, executors.handlers(), executors.timer());
    this.bitswap = new Bitswap(host, content);
    this.gossip.failed().thenAccept(failed::complete);
    this.kad.ifPresent(service -> service.failed().thenAccept(failed::complete));
    this.bitswap.failed().thenAccept(failed::complete);
  }

  @Override
  public String localPeerId() {
    return host.peerId().toString();
  }

  @Override
  public List<String> listenAddresses() {
    return host.listenAddresses().stream()
        .map(address -> address.withPeerId(host.peerId()).toString())
        .toList();
  }

  @Override
  public CompletionStage<Void> start() {
    gossip.start();
    bitswap.start();
    kad.ifPresent(KadService::start);
    host.addListener(new Drops());
    return listen().thenRunAsync(this::meetOthers, executors.timer());
  }

  /**
   * On every address; what this machine lacks the means for is left out, as long as one is left.
   */
  private CompletableFuture<Void> listen() {
    List<CompletableFuture<Boolean>> listeners =
        parsed(config.listenAddresses()).stream().map(this::listen).toList();
    return CompletableFuture.allOf(listeners.toArray(CompletableFuture[]::new))
        .thenRun(
            () -> {
              if (!listeners.isEmpty() && listeners.stream().noneMatch(CompletableFuture::join)) {
                throw new CompletionException(
                    new IOException("none of " + config.listenAddresses() + " can be had here"));
              }
            });
  }

  private CompletableFuture<Boolean> listen(Multiaddr address) {
    return host.listen(address)
        .toCompletableFuture()
        .thenApply(bound -> true)
        .exceptionallyCompose(
            failure ->
                failure.getCause() instanceof TransportUnavailableException
                    ? CompletableFuture.completedFuture(false)
                    : CompletableFuture.failedFuture(failure));
  }

  private static List<Multiaddr> parsed(List<String> addresses) {
    return addresses.stream().map(Multiaddr::parse).toList();
  }

  /** Says where this host is, and begins to look for others. */
  private void meetOthers() {
    try {
      List<InetAddress> interfaces = AnnouncedAddresses.ofThisMachine();
      List<Multiaddr> announced =
          AnnouncedAddresses.of(
              parsed(config.announceAddresses()), host.listenAddresses(), interfaces);
      host.announce(announced);
      kad.ifPresent(service -> service.announced(announced));
      connections.start();
      routing.ifPresent(PeerRouting::start);
      if (config.localNetwork().isPresent()) {
        listenToLocalNetwork(config.localNetwork().get(), announced, interfaces);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Without it the node is found by its other means; a network that knows no multicast is none of
   * its faults.
   */
  private void listenToLocalNetwork(
      String service, List<Multiaddr> announced, List<InetAddress> interfaces) {
    List<InetAddress> outward = interfaces.stream().filter(ip -> !ip.isLoopbackAddress()).toList();
    boolean reachable =
        announced.stream()
            .flatMap(address -> address.tcpAddress().or(address::quicAddress).stream())
            .anyMatch(
                socket -> socket.getAddress() != null && !socket.getAddress().isLoopbackAddress());
    if (!reachable || outward.isEmpty()) {
      return;
    }
    try {
      local =
          Optional.of(
              LocalDiscovery.start(
                  service,
                  host.peerId(),
                  outward,
                  announced,
                  (peer, addresses) -> book.learn(peer, addresses, System.currentTimeMillis())));
    } catch (IOException e) {
      LOG.warn("the local network cannot be searched for peers: {}", e.getMessage());
    }
  }

  @Override
  public CompletionStage<String> connect(String multiaddr) {
    return parsed(multiaddr, Multiaddr::parse)
        .thenCompose(host::connect)
        .thenApply(connection -> connection.remotePeer().toString());
  }

  @Override
  public List<PeerInfo> peers() {
    Map<PeerId, PeerStanding> standings = gossip.standings();
    return host.connections().stream()
        .map(
            connection ->
                PortTypes.toInfo(
                    connection, standings.getOrDefault(connection.remotePeer(), PeerStanding.NEW)))
        .toList();
  }

  @Override
  public void blame(String peer, String lie) {
    LOG.info("{} is to blame: {}", peer, lie);
    gossip.blame(PeerId.parse(peer));
  }

  @Override
  public void ban(String peer, long untilMs, String reason) throws IOException {
    connections.ban(PeerId.parse(peer), untilMs, reason);
  }

  @Override
  public boolean unban(String peer) throws IOException {
    PeerId pardoned = PeerId.parse(peer);
    gossip.pardon(pardoned);
    return connections.unban(pardoned);
  }

  @Override
  public List<BannedPeer> bans() {
    return book.bans(System.currentTimeMillis()).stream()
        .map(ban -> new BannedPeer(ban.peer().toString(), ban.untilMs(), ban.reason()))
        .toList();
  }

  /** What gossip makes of the peer; 0 for one that it does not know. */
  private double worth(PeerId peer) {
    PeerStanding standing = gossip.standings().get(peer);
    return standing == null ? 0 : standing.score().score();
  }

  @Override
  public List<DroppedPeer> dropped() {
    return drops.latest();
  }

  @Override
  public List<Occupancy> occupancy() {
    return Stream.of(
            Occupancy.of("gossip", gossip.uses()),
            Occupancy.of("kad", kad.map(KadService::uses).orElse(List.of())),
            Occupancy.of("connections", host.uses()),
            Occupancy.of("requests", requests.uses()),
            Occupancy.of("bitswap", bitswap.uses()),
            Occupancy.of("peerbook", book.uses()))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public List<Total> totals() {
    Stream<Total> connections =
        host.counts().entrySet().stream()
            .map(
                event ->
                    new Total(
                        "connections." + event.getKey(),
                        "what became of sockets and connections",
                        event.getValue()));
    return Stream.concat(kad.map(RoutingTotals::of).orElse(List.of()).stream(), connections)
        .toList();
  }

  @Override
  public CompletionStage<Throwable> failed() {
    return failed;
  }

  @Override
  public void addListener(PeerListener listener) {
    host.addListener(new Connections(listener));
  }

  @Override
  public void subscribe(Topic topic, GossipHandler handler) {
    gossip.subscribe(
        topic.name(),
        message ->
            handler
                .onMessage(message.from().toString(), message.data())
                .thenApply(PortTypes::toGossip));
  }

  @Override
  public CompletionStage<Void> publish(Topic topic, byte[] data) {
    return gossip.publish(topic.name(), data);
  }

  @Override
  public void serve(String protocol, RequestHandler handler) {
    requests.serve(
        protocol,
        (from, body) -> handler.onRequest(from.toString(), body).thenApply(PortTypes::toReply));
  }

  @Override
  public CompletionStage<Response> request(
      String peer, String protocol, byte[] body, long timeoutMs) {
    return parsed(peer, PeerId::parse)
        .thenCompose(id -> requests.request(id, protocol, body, timeoutMs))
        .thenApply(PortTypes::toResponse);
  }

  @Override
  public void serveContent(ContentSource source) {
    content.from(source);
  }

  @Override
  public CompletionStage<ContentOutcome> fetchContent(
      List<byte[]> cids, Optional<String> preferredPeer, long timeoutMs, ContentSink sink) {
    CompletableFuture<Optional<PeerId>> preferred =
        preferredPeer.isEmpty()
            ? CompletableFuture.completedFuture(Optional.empty())
            : parsed(preferredPeer.get(), PeerId::parse).thenApply(Optional::of);
    return preferred
        .thenCompose(
            peer ->
                bitswap.fetch(
                    cids, peer, timeoutMs, (from, cid, data) -> sink.onContent(cid, data)))
        .thenApply(outcome -> new ContentOutcome(outcome.received(), outcome.missing()));
  }

  @Override
  public void close() {
    local.ifPresent(LocalDiscovery::close);
    kad.ifPresent(KadService::close);
    bitswap.close();
    gossip.close();
    // Before the host, so that no dial begins while it closes.
    executors.close();
    host.close();
    try {
      connections.save();
    } catch (IOException e) {
      LOG.error("the peer book could not be kept", e);
    }
  }

  private static <T> CompletableFuture<T> parsed(String text, Function<String, T> parse) {
    try {
      return CompletableFuture.completedFuture(parse.apply(text));
    } catch (IllegalArgumentException malformed) {
      return CompletableFuture.failedFuture(new IOException(malformed.getMessage(), malformed));
    }
  }

  private final class Drops implements Host.ConnectionListener {

    @Override
    public void onConnected(Host.PeerConnection connection) {
      // Only ends are of interest.
    }

    @Override
    public void onIdentified(Host.PeerConnection connection, List<String> protocols) {
      // As above.
    }

    @Override
    public void onDisconnected(Host.PeerConnection connection, String reason) {
      PeerStanding standing =
          gossip.standings().getOrDefault(connection.remotePeer(), PeerStanding.NEW);
      drops.add(
          new DroppedPeer(
              connection.remotePeer().toString(),
              connection.remoteAddress().withoutPeerId().toString(),
              reason,
              standing.score().score(),
              System.currentTimeMillis()));
    }
  }

  private final class Connections implements Host.ConnectionListener {

    private final PeerListener listener;

    Connections(PeerListener listener) {
      this.listener = listener;
    }

    @Override
    public void onConnected(Host.PeerConnection connection) {
      tell(() -> listener.onPeerConnected(connection.remotePeer().toString()));
    }

    @Override
    public void onIdentified(Host.PeerConnection connection, List<String> protocols) {
      // The port has no word for it.
    }

    @Override
    public void onDisconnected(Host.PeerConnection connection, String reason) {
      tell(() -> listener.onPeerDisconnected(connection.remotePeer().toString()));
    }

    private void tell(Runnable news) {
      executors.timer().execute(news);
    }
  }
}
