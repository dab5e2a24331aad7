package org.datanet.node.libp2p.jvm;

import io.libp2p.core.pubsub.ValidationResult;
import io.libp2p.pubsub.InvalidMessageException;
import io.libp2p.pubsub.MaxCountTopicSubscriptionFilter;
import io.libp2p.pubsub.MessageAlreadySeenException;
import io.libp2p.pubsub.NoPeersForOutboundMessageException;
import io.libp2p.pubsub.PubsubMessage;
import io.libp2p.pubsub.PubsubProtocol;
import io.libp2p.pubsub.TopicSubscriptionFilter;
import io.libp2p.pubsub.gossip.DefaultGossipScore;
import io.libp2p.pubsub.gossip.GossipRouter;
import io.libp2p.pubsub.gossip.builders.GossipRouterBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.datanet.node.libp2p.gossipsub.Bounded;
import org.datanet.node.libp2p.gossipsub.GossipLimits;
import org.datanet.node.libp2p.gossipsub.GossipParams;
import org.datanet.node.libp2p.gossipsub.PeerExchange;
import org.datanet.node.libp2p.gossipsub.PeerStanding;
import org.datanet.node.libp2p.gossipsub.Publications;
import org.datanet.node.libp2p.gossipsub.Pubsub;
import org.datanet.node.libp2p.gossipsub.Received;
import org.datanet.node.libp2p.gossipsub.TopicRules;
import org.datanet.node.libp2p.gossipsub.Verdict;
import org.datanet.node.libp2p.gossipsub.score.ScoreReport;
import org.datanet.node.libp2p.host.Host.ConnectionListener;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.host.Use;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.streams.Intake;
import org.datanet.node.libp2p.streams.ProtocolExecutors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gossip by jvm-libp2p's router over our connections, on a thread of its own. */
public final class JvmGossip implements Pubsub {

  private static final Logger LOG = LoggerFactory.getLogger(JvmGossip.class);

  private final JvmHost host;
  private final GossipParams params;
  private final GossipLimits limits;
  private final ScheduledExecutorService loop = ProtocolExecutors.timer("gossipsub", this::onBug);
  private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
  private final PeerExchange exchange;
  private final GossipCounts counts;
  private final GossipRouter router;
  private final GossipScores scores;
  private final RecentMessages recent;
  private final GossipStreams streams;
  private final Publications publications;
  private final Map<String, TopicHandler> handlers = new ConcurrentHashMap<>();
  private final Set<PeerConnection> joined = ConcurrentHashMap.newKeySet();
  private final AtomicLong judgedBytes = new AtomicLong();
  private final AtomicInteger judged = new AtomicInteger();

  /** Since the message cache last moved on. Router's thread only. */
  private long cachedBytes;

  /**
   * @param seed of the router's choices; unpredictable to peers in a real network
   */
  public JvmGossip(JvmHost host, GossipParams params, PeerExchange exchange, long seed) {
    this.host = host;
    this.params = params;
    this.exchange = exchange;
    this.limits = params.limits();
    this.counts = new GossipCounts(limits.memory().peersCountedMax());
    this.recent =
        new RecentMessages(
            params.timing().seenTtlMs(), limits.memory().seenMax(), System::currentTimeMillis);
    this.router = router(seed);
    this.scores =
        new GossipScores((DefaultGossipScore) router.getScore(), params.score().retainedMax());
    this.streams = new GossipStreams(router, loop, new GossipSeats());
    this.publications =
        new Publications(limits.sizes().messageBytesMax(), Optional.empty(), TopicRules.UNSIGNED);
    router.initHandler(this::judge);
  }

  private GossipRouter router(long seed) {
    int dataBytesMax = limits.sizes().messageBytesMax();
    GossipRouterBuilder builder = new GossipRouterBuilder();
    builder.setProtocol(PubsubProtocol.Gossip_V_1_2);
    builder.setParams(GossipSettings.params(params, exchange));
    builder.setScoreParams(GossipSettings.scores(params.score(), TopicRules.ANY_TRAFFIC));
    builder.setScheduledAsyncExecutor(loop);
    builder.setRandom(new Random(seed));
    builder.setMessageFactory(HashedMessage::new);
    builder.setMessageValidator(
        message -> {
          Optional<String> breach = ((HashedMessage) message).breach(dataBytesMax);
          if (breach.isPresent()) {
            throw new InvalidMessageException(breach.get());
          }
        });
    builder.setSubscriptionTopicSubscriptionFilter(
        new MaxCountTopicSubscriptionFilter(
            limits.control().changesPerHeartbeatMax(),
            limits.control().topicsPerPeerMax(),
            new TopicSubscriptionFilter.AllowAllTopicSubscriptionFilter()));
    builder.setSeenCache(recent);
    builder.getGossipRouterEventListeners().add(counts);
    return builder.build();
  }

  @Override
  public void start() {
    host.answer(streams);
    host.addListener(new Connections());
    loop.scheduleWithFixedDelay(
        this::watch, 0, params.timing().heartbeatMs(), TimeUnit.MILLISECONDS);
  }

  /**
   * Ends what jvm-libp2p only turns a deaf ear to: connections of graylisted peers. It is abuse
   * that brought them there, for nothing else that is counted here pulls a score down.
   */
  private void watch() {
    List<PeerConnection> connections = host.connections();
    scores.tidy(
        connections.stream()
            .map(connection -> JvmTypes.theirs(connection.remotePeer()))
            .collect(Collectors.toSet()),
        System.currentTimeMillis());
    counts.refresh(scores);
    for (PeerConnection connection : connections) {
      PeerId peer = connection.remotePeer();
      ScoreReport report = standings().getOrDefault(peer, PeerStanding.NEW).score();
      if (report.score() < params.score().thresholds().graylist()) {
        String reason = report.explanation();
        exchange.abused(peer, connection.remoteAddress().ipAddress(), reason);
        connection.close(reason);
      }
    }
  }

  /** Nothing is heard any more: better to say so than to go on deaf. */
  private void onBug(Throwable bug) {
    LOG.error("gossip stopped on a bug", bug);
    failed.complete(bug);
    loop.shutdownNow();
  }

  @Override
  public CompletionStage<Throwable> failed() {
    return failed;
  }

  @Override
  public void subscribe(String topic, TopicHandler handler) {
    handlers.put(topic, handler);
    router.subscribe(topic);
  }

  @Override
  public CompletionStage<Void> publish(String topic, byte[] data) {
    if (loop.isShutdown()) {
      return CompletableFuture.failedFuture(new IOException("gossip is closed"));
    }
    return publications.enqueue(
        topic,
        data,
        (message, taken) -> {
          router
              .publish(HashedMessage.of(topic, message.getData()))
              .whenComplete(
                  (sent, failure) -> {
                    if (failure != null) {
                      onUnsent(JvmTypes.root(failure));
                    }
                  });
          loop.execute(
              () -> {
                taken.run();
                cached(data.length);
              });
        });
  }

  /** A message without subscribers is cached for those who come, and one sent twice goes once. */
  private static void onUnsent(Throwable failure) {
    if (!(failure instanceof NoPeersForOutboundMessageException)
        && !(failure instanceof MessageAlreadySeenException)) {
      LOG.debug("a publication reached nobody", failure);
    }
  }

  /** jvm-libp2p's message cache is bounded in time: where it fills faster, time goes faster. */
  private void cached(int bytes) {
    cachedBytes += bytes;
    if (cachedBytes > limits.memory().cachedBytesMax() / params.lazy().windows()) {
      cachedBytes = 0;
      router.getMCache().shift();
    }
  }

  /** Router's thread. */
  private CompletableFuture<ValidationResult> judge(PubsubMessage unjudged) {
    HashedMessage message = (HashedMessage) unjudged;
    TopicHandler handler = handlers.get(message.topic());
    int bytes = message.getSize();
    int messages = judged.incrementAndGet();
    long heldBytes = judgedBytes.addAndGet(bytes);
    if (handler == null
        || messages > limits.memory().pendingMax()
        || heldBytes > limits.memory().pendingBytesMax()) {
      judged.decrementAndGet();
      judgedBytes.addAndGet(-bytes);
      counts.judged(JvmTypes.theirs(message.from()), Verdict.IGNORE);
      return CompletableFuture.completedFuture(ValidationResult.Ignore);
    }
    PeerId from = message.from();
    Optional<Intake> intake = streams.intake(from);
    intake.ifPresent(stream -> stream.add(bytes));
    CompletableFuture<ValidationResult> result = new CompletableFuture<>();
    ask(handler, new Received(from, Optional.empty(), message.topic(), message.data()))
        .whenComplete(
            (verdict, failure) -> {
              if (failure != null) {
                LOG.warn("validation of {} failed", message, failure);
              }
              judged.decrementAndGet();
              judgedBytes.addAndGet(-bytes);
              intake.ifPresent(stream -> stream.remove(bytes));
              Verdict given = failure == null ? verdict : Verdict.IGNORE;
              loop.execute(() -> settled(from, bytes, given));
              result.complete(theirs(given));
            });
    return result;
  }

  /** jvm-libp2p would log what a handler throws, and go on. */
  private CompletionStage<Verdict> ask(TopicHandler handler, Received message) {
    try {
      return handler.onMessage(message);
    } catch (RuntimeException | Error bug) {
      onBug(bug);
      throw bug;
    }
  }

  private void settled(PeerId from, int bytes, Verdict verdict) {
    switch (verdict) {
      case ACCEPT -> cached(bytes);
      case IGNORE -> counts.judged(JvmTypes.theirs(from), Verdict.IGNORE);
      case REJECT -> {
        // counted where malformed messages are too
      }
    }
  }

  private static ValidationResult theirs(Verdict verdict) {
    return switch (verdict) {
      case ACCEPT -> ValidationResult.Valid;
      case IGNORE -> ValidationResult.Ignore;
      case REJECT -> ValidationResult.Invalid;
    };
  }

  @Override
  public Map<PeerId, PeerStanding> standings() {
    return counts.standings();
  }

  @Override
  public void blame(PeerId peer) {
    io.libp2p.core.PeerId blamed = JvmTypes.theirs(peer);
    loop.execute(
        () -> {
          if (scores.blame(blamed)) {
            counts.judged(blamed, Verdict.REJECT);
          }
        });
  }

  @Override
  public void pardon(PeerId peer) {
    if (host.connections().stream().noneMatch(there -> there.remotePeer().equals(peer))) {
      loop.execute(() -> scores.pardon(JvmTypes.theirs(peer)));
    }
  }

  @Override
  public List<Use> uses() {
    return List.of(
        Bounded.SEEN.use(params, recent::getSize),
        Bounded.VALIDATING.use(params, judged::get),
        Bounded.VALIDATING_BYTES.use(params, judgedBytes::get),
        Bounded.PEERS_COUNTED.use(params, () -> standings().size()),
        Bounded.PUBLICATIONS_BYTES.use(params, publications::waitingBytes));
  }

  @Override
  public void close() {
    loop.shutdownNow();
    loop.close();
  }

  /** Gossip on a connection, once in its life. */
  private void join(JvmConnection connection) {
    if (joined.add(connection)) {
      connection
          .open(streams)
          .whenComplete(
              (opened, failure) -> {
                if (failure != null) {
                  LOG.debug("no gossip with {}: {}", connection, failure.toString());
                }
              });
    }
  }

  private final class Connections implements ConnectionListener {

    @Override
    public void onConnected(PeerConnection connection) {
      // Identify tells first whether the peer gossips at all.
    }

    @Override
    public void onIdentified(PeerConnection connection, List<String> protocols) {
      if (GossipStreams.PROTOCOLS.stream().anyMatch(protocols::contains)) {
        join((JvmConnection) connection);
      }
    }

    @Override
    public void onDisconnected(PeerConnection connection, String reason) {
      joined.remove(connection);
    }
  }
}
