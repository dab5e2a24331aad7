package org.datanet.node.libp2p.gossipsub;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.host.Use;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.streams.FrameDecoder;
import org.datanet.node.libp2p.streams.Intake;
import org.datanet.node.libp2p.streams.ProtocolThread;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gossipsub over a host: carries the router's events in and its actions out, on the router's
 * thread.
 */
public final class Gossipsub implements Pubsub {

  /** In order of preference. */
  static final List<String> PROTOCOLS = Protocol.ids();

  private static final Logger LOG = LoggerFactory.getLogger(Gossipsub.class);

  private final Host host;
  private final GossipParams params;
  private final GossipRouter router;
  private final ProtocolThread loop;
  private final Map<PeerId, PeerChannel> channels = new TreeMap<>();
  private final Map<String, TopicHandler> handlers = new ConcurrentHashMap<>();
  private final Publications publications;
  private final SignatureChecks checks = new SignatureChecks();
  private final GossipPorts ports;
  private volatile Map<PeerId, PeerStanding> standings = Map.of();
  private volatile Map<Bounded, Long> used = Map.of();

  /** Gossip that exchanges no peers and signs nothing. */
  public Gossipsub(Host host, GossipParams params, long seed) {
    this(host, params, GossipPorts.NONE, seed);
  }

  /**
   * @param seed of the router's choices; unpredictable to peers in a real network
   */
  public Gossipsub(Host host, GossipParams params, GossipPorts ports, long seed) {
    this.host = host;
    this.params = params;
    this.ports = ports;
    this.publications =
        new Publications(params.limits().sizes().messageBytesMax(), ports.author(), ports.rules());
    this.router = new GossipRouter(params, ports.rules(), ports.knowledge(), seed);
    this.loop = new ProtocolThread("gossipsub", this::heartbeat, params.timing().heartbeatMs());
  }

  @Override
  public void start() {
    PROTOCOLS.forEach(protocol -> host.handle(protocol, this::onInboundStream));
    host.addListener(new Connections());
    loop.start();
  }

  @Override
  public void subscribe(String topic, TopicHandler handler) {
    subscribe(topic, ports.rules(), handler);
  }

  /**
   * @param rules that all peers of the topic share; a topic keeps its first ones
   */
  public void subscribe(String topic, TopicRules rules, TopicHandler handler) {
    handlers.put(topic, handler);
    publications.define(topic, rules);
    loop.execute(() -> run(router.subscribe(topic, rules)));
  }

  public void unsubscribe(String topic) {
    loop.execute(() -> run(router.unsubscribe(topic, ProtocolThread.nowMs())));
  }

  @Override
  public CompletionStage<Void> publish(String topic, byte[] data) {
    if (!loop.isRunning()) {
      return CompletableFuture.failedFuture(new IOException("gossip is closed"));
    }
    return publications.enqueue(
        topic,
        data,
        (message, taken) ->
            loop.execute(
                () -> {
                  taken.run();
                  run(router.publish(message, ProtocolThread.nowMs()));
                }));
  }

  @Override
  public void blame(PeerId peer) {
    loop.execute(() -> run(router.receivedMalformed(peer, ProtocolThread.nowMs())));
  }

  @Override
  public void pardon(PeerId peer) {
    loop.execute(() -> router.pardon(peer));
  }

  /** As of the last heartbeat. */
  @Override
  public Map<PeerId, PeerStanding> standings() {
    return standings;
  }

  @Override
  public List<Use> uses() {
    return Arrays.stream(Bounded.values())
        .map(what -> what.use(params, () -> used.getOrDefault(what, 0L)))
        .toList();
  }

  /** Peers that subscribe a topic, as the router knows them now. */
  public CompletionStage<List<PeerId>> subscribers(String topic) {
    return CompletableFuture.supplyAsync(() -> router.subscribers(topic), loop);
  }

  @Override
  public CompletionStage<Throwable> failed() {
    return loop.failed();
  }

  @Override
  public void close() {
    loop.close();
    checks.close();
  }

  private void heartbeat() {
    run(router.heartbeat(ProtocolThread.nowMs()));
    standings = router.standings();
    Map<Bounded, Long> figures = new EnumMap<>(Bounded.class);
    for (Bounded what : Bounded.values()) {
      figures.put(what, measure(what));
    }
    used = figures;
  }

  private long measure(Bounded what) {
    return switch (what) {
      case PUBLICATIONS_BYTES -> publications.waitingBytes();
      case OUTBOX_BYTES ->
          channels.values().stream().mapToLong(PeerChannel::queuedBytes).max().orElse(0);
      default -> router.used(what);
    };
  }

  private void run(List<Action> actions) {
    for (Action action : actions) {
      switch (action) {
        case Action.SendRpc send -> send(send.peer(), send.rpc());
        case Action.Deliver deliver -> deliver(deliver);
        case Action.CheckSignature check -> check(check);
        case Action.Disconnect disconnect -> disconnect(disconnect);
        case Action.Introduce introduce -> checks.introduce(introduce.peers(), ports.exchange());
        case Action.Connect connect -> ports.exchange().wanted(connect.peer());
      }
    }
  }

  private void send(PeerId peer, RPC rpc) {
    PeerChannel channel = channels.get(peer);
    if (channel != null) {
      channel.send(rpc);
    }
  }

  private void check(Action.CheckSignature check) {
    checks.check(
        check.message(),
        signed ->
            loop.execute(
                () -> run(router.checked(check.ticket(), signed, ProtocolThread.nowMs()))));
  }

  private void deliver(Action.Deliver delivery) {
    MessageRef ref = delivery.ref();
    TopicHandler handler = handlers.get(ref.topic());
    PeerChannel channel = channels.get(delivery.from());
    Optional<Intake> intake = channel == null ? Optional.empty() : channel.intake();
    int held = delivery.data().size();
    intake.ifPresent(stream -> stream.add(held));
    if (handler == null) {
      throw new IllegalStateException("no handler for subscribed topic " + ref.topic());
    }
    handler
        .onMessage(
            new Received(
                delivery.from(),
                Messages.author(delivery.message()),
                ref.topic(),
                delivery.data().toByteArray()))
        .whenComplete(
            (verdict, failure) -> {
              if (failure != null) {
                LOG.warn("validation of {} failed", ref.id(), failure);
              }
              Verdict given = failure == null ? verdict : Verdict.IGNORE;
              intake.ifPresent(stream -> stream.remove(held));
              loop.execute(() -> run(router.validated(ref, given, ProtocolThread.nowMs())));
            });
  }

  private void disconnect(Action.Disconnect order) {
    PeerChannel channel = channels.get(order.peer());
    if (channel != null) {
      Host.PeerConnection connection = channel.connection();
      if (order.forAbuse()) {
        ports
            .exchange()
            .abused(order.peer(), connection.remoteAddress().ipAddress(), order.reason());
      }
      channel.hangUp(order.reason());
    }
  }

  /** Starts gossip on a connection, once in its life. */
  private void join(Host.PeerConnection connection) {
    PeerId peer = connection.remotePeer();
    PeerChannel known = channels.get(peer);
    if (known != null && known.connection() == connection) {
      return;
    }
    if (known != null) {
      leave(known.connection());
    }
    PeerChannel channel = new PeerChannel(connection, loop);
    channels.put(peer, channel);
    run(
        router.peerConnected(
            peer,
            connection.isOutbound(),
            connection.remoteAddress().ipAddress(),
            ProtocolThread.nowMs()));
    if (channel.isEnded()) {
      return;
    }
    host.openStream(peer, PROTOCOLS, stream -> new OutboundListener(channel))
        .whenComplete(
            (stream, failure) ->
                loop.execute(
                    () -> {
                      if (failure == null) {
                        opened(channel, stream);
                      } else {
                        LOG.debug("no gossip with {}: {}", peer, failure.toString());
                        endGossip(channel);
                      }
                    }));
  }

  private void opened(PeerChannel channel, Stream stream) {
    if (!channel.isEnded()) {
      Protocol.best(List.of(stream.protocol()))
          .ifPresent(protocol -> router.negotiated(stream.remotePeer(), protocol));
    }
    channel.opened(stream);
  }

  private void leave(Host.PeerConnection connection) {
    PeerChannel channel = channels.get(connection.remotePeer());
    if (channel != null && channel.connection() == connection) {
      endGossip(channel);
      channels.remove(connection.remotePeer());
    }
  }

  private void endGossip(PeerChannel channel) {
    if (!channel.isEnded()) {
      channel.end();
      router.peerDisconnected(channel.connection().remotePeer(), ProtocolThread.nowMs());
    }
  }

  private Stream.Listener onInboundStream(Stream stream) {
    Intake intake = new Intake(stream);
    loop.execute(
        () ->
            host.connections().stream()
                .filter(connection -> connection.remotePeer().equals(stream.remotePeer()))
                .findFirst()
                .ifPresentOrElse(connection -> accept(connection, stream, intake), stream::reset));
    return new InboundListener(intake);
  }

  private void accept(Host.PeerConnection connection, Stream stream, Intake intake) {
    join(connection);
    PeerChannel channel = channels.get(connection.remotePeer());
    if (channel == null || channel.isEnded()) {
      stream.reset();
      return;
    }
    channel.inboundOpened(stream, intake);
  }

  private void onFrame(PeerId from, byte[] frame) {
    Optional<RPC> rpc = RpcDecoder.decode(frame);
    if (rpc.isPresent()) {
      rpc.get().getPublishList().forEach(message -> ports.observer().arrived(from, message));
      run(router.received(from, rpc.get(), ProtocolThread.nowMs()));
    } else {
      run(router.receivedMalformed(from, ProtocolThread.nowMs()));
    }
  }

  private final class Connections implements Host.ConnectionListener {

    @Override
    public void onConnected(Host.PeerConnection connection) {
      // Identify tells first whether the peer gossips at all.
    }

    @Override
    public void onIdentified(Host.PeerConnection connection, List<String> protocols) {
      if (PROTOCOLS.stream().anyMatch(protocols::contains)) {
        loop.execute(() -> join(connection));
      }
    }

    @Override
    public void onDisconnected(Host.PeerConnection connection, String reason) {
      loop.execute(() -> leave(connection));
    }
  }

  /** Frames are cut on the connection's event loop and parsed on the router's thread. */
  private final class InboundListener implements Stream.Listener {

    private final Intake intake;
    private final FrameDecoder decoder = new FrameDecoder(params.limits().sizes().rpcBytesMax());

    InboundListener(Intake intake) {
      this.intake = intake;
    }

    @Override
    public void onData(Stream stream, ByteBuf data) {
      FrameDecoder.Result result = decoder.feed(data, frame -> queue(stream.remotePeer(), frame));
      if (result != FrameDecoder.Result.OK) {
        stream.reset();
        PeerId from = stream.remotePeer();
        loop.execute(() -> run(router.receivedMalformed(from, ProtocolThread.nowMs())));
      }
    }

    private void queue(PeerId from, byte[] frame) {
      intake.add(frame.length);
      loop.execute(
          () -> {
            onFrame(from, frame);
            intake.remove(frame.length);
          });
    }

    @Override
    public void onRemoteClose(Stream stream) {
      stream.closeWrite();
    }

    @Override
    public void onClosed(Stream stream) {
      // The connection, or the peer's next stream, decides what follows.
    }
  }

  /**
   * The far side never writes here. When the stream ends, so does the connection, to start clean.
   */
  private final class OutboundListener implements Stream.Listener {

    private final PeerChannel channel;

    OutboundListener(PeerChannel channel) {
      this.channel = channel;
    }

    @Override
    public void onData(Stream stream, ByteBuf data) {
      stream.reset();
    }

    @Override
    public void onRemoteClose(Stream stream) {
      // js-libp2p half-closes the direction that it does not use.
    }

    @Override
    public void onClosed(Stream stream) {
      loop.execute(
          () -> {
            if (!channel.isEnded()) {
              endGossip(channel);
              channel.connection().close("gossip stream ended");
            }
          });
    }
  }
}
