package org.datanet.node.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.datanet.hostilekit.HostilePeer;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.gossipsub.GossipParams;
import org.datanet.node.libp2p.gossipsub.GossipParams.Timing;
import org.datanet.node.libp2p.gossipsub.GossipPorts;
import org.datanet.node.libp2p.gossipsub.Gossipsub;
import org.datanet.node.libp2p.gossipsub.score.AddressBlock;
import org.datanet.node.libp2p.gossipsub.score.ScoreParams.Colocation;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.datanet.node.network.BanRules;
import org.datanet.node.network.ConnectionLimits;
import org.datanet.node.network.DroppedPeer;
import org.datanet.node.network.Libp2pPeerNetwork;
import org.datanet.node.network.NetworkConfig;
import org.datanet.node.network.PeerBookStore;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.network.Response;
import org.datanet.node.network.Topic;
import org.datanet.node.network.Topics;
import org.datanet.node.network.Verdict;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A victim on TCP with two honest peers that know nobody but it, so that all they tell each other
 * goes through it. Looks afterwards at what is left of buffers and threads.
 */
final class Arena implements BeforeEachCallback, AfterEachCallback {

  static final long HEARTBEAT_MS = 200;
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** In which an honest message has to arrive, and a request to be answered, under any abuse. */
  private static final Duration HONEST_PATIENCE = Duration.ofSeconds(10);

  /** Where the honest peers are; others can be told apart by their address. */
  private static final List<AddressBlock> HONEST = List.of(AddressBlock.parse("127.0.0.1/32"));

  private static final int BANNED_PER_ADDRESS = 3;

  /** As by default, but that a test need not wait for long, and loopback is no excuse. */
  private static final GossipParams GOSSIP =
      GossipParams.DEFAULT
          .with(
              new Timing(
                  HEARTBEAT_MS, 60_000, 10_000, 10_000, 60_000, 60_000, 120_000, 500, 300_000))
          .with(GossipParams.DEFAULT.score().with(new Colocation(-4, 8, HONEST)));

  static final Topic TOPIC = new Topics("test").operations();
  static final String PROTOCOL = new Topics("test").epochs();

  private final UnaryOperator<HostConfig> victimConfig;
  private final List<PeerNetwork> networks = new ArrayList<>();
  private final List<HostilePeer> hostile = new ArrayList<>();
  private final Map<String, Integer> heardByBob = new ConcurrentHashMap<>();
  private final AtomicInteger requestsInWork = new AtomicInteger();
  private final AtomicInteger requestsInWorkMost = new AtomicInteger();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final LeakWatch leaks = new LeakWatch();
  private Footprint before = Footprint.now();
  private Swarm victimHost;
  private PeerNetwork victim;
  private PeerNetwork alice;
  private int rounds;

  Arena() {
    this(config -> config);
  }

  /**
   * @param victimConfig what differs from the default bounds, such as shorter times
   */
  Arena(UnaryOperator<HostConfig> victimConfig) {
    this.victimConfig = victimConfig;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    leaks.start();
    before = Footprint.now();
    victimHost = host(1, victimConfig);
    victim = start(victimHost, List.of());
    String address = victim.listenAddresses().getFirst();
    victim.serve(PROTOCOL, (from, body) -> answer(new String(body, UTF_8)));
    victim.subscribe(TOPIC, (from, data) -> judge(new String(data, UTF_8)));
    alice = start(host(2, config -> config), List.of(address));
    PeerNetwork bob = start(host(3, config -> config), List.of(address));
    alice.subscribe(TOPIC, (from, data) -> CompletableFuture.completedFuture(Verdict.ACCEPT));
    bob.subscribe(
        TOPIC,
        (from, data) -> {
          heardByBob.merge(new String(data, UTF_8), 1, Integer::sum);
          return CompletableFuture.completedFuture(Verdict.ACCEPT);
        });
    // Until the meshes have formed a message may be lost.
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              alice.publish(TOPIC, ("settle " + rounds++).getBytes(UTF_8));
              return !heardByBob.isEmpty();
            });
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (HostilePeer peer : hostile) {
      peer.close();
    }
    networks.forEach(PeerNetwork::close);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(Footprint.now().bufferBytes()).isEqualTo(before.bufferBytes()));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Footprint.now().threads()).isEqualTo(before.threads()));
    leaks.assertNone();
  }

  private Swarm host(int number, UnaryOperator<HostConfig> change) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return Swarm.create(
        change.apply(HostConfig.defaults(Identity.ofEd25519Seed(seed), "arena/" + number)));
  }

  private PeerNetwork start(Swarm host, List<String> bootstrap) throws Exception {
    NetworkConfig config =
        new NetworkConfig(List.of("/ip4/127.0.0.1/tcp/0"), bootstrap, bootstrap.size())
            .with(
                ConnectionLimits.DEFAULT
                    .withPeersWanted(bootstrap.size())
                    .with(new BanRules(60_000, BANNED_PER_ADDRESS, HONEST)));
    long seed = host.peerId().hashCode();
    PeerNetwork network =
        new Libp2pPeerNetwork(
            host,
            exchange -> new Gossipsub(host, GOSSIP, GossipPorts.NONE.with(exchange), seed),
            config,
            PeerBookStore.none(),
            seed);
    networks.add(network);
    network.start().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return network;
  }

  /** Whether somebody's request has reached the handler. */
  boolean wasAsked(String request) {
    return asked.contains(request);
  }

  /** An honest peer that knows nobody. */
  PeerNetwork loner(int number) throws Exception {
    return start(host(number, config -> config), List.of());
  }

  /** What an honest peer hears that comes late. */
  List<String> heardByNewcomer(int number) throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    newcomer(number)
        .subscribe(
            TOPIC,
            (from, data) -> {
              heard.add(new String(data, UTF_8));
              return CompletableFuture.completedFuture(Verdict.ACCEPT);
            });
    return heard;
  }

  /** An honest peer that comes late. */
  PeerNetwork newcomer(int number) throws Exception {
    return start(host(number, config -> config), List.of(victim.listenAddresses().getFirst()));
  }

  private CompletionStage<Response> answer(String request) {
    asked.add(request);
    requestsInWorkMost.accumulateAndGet(requestsInWork.incrementAndGet(), Math::max);
    CompletableFuture<Response> answer = new CompletableFuture<>();
    answer.whenComplete((done, failure) -> requestsInWork.decrementAndGet());
    switch (request) {
      case "large" -> answer.complete(new Response.Ok(new byte[4 << 20]));
      case "slow" ->
          CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
              .execute(() -> answer.complete(new Response.Ok(new byte[1])));
      default -> answer.complete(new Response.Ok(request.getBytes(UTF_8)));
    }
    return answer;
  }

  private static CompletionStage<Verdict> judge(String text) {
    Verdict verdict =
        text.startsWith("stale")
            ? Verdict.IGNORE
            : text.startsWith("wrong") ? Verdict.REJECT : Verdict.ACCEPT;
    return CompletableFuture.completedFuture(verdict);
  }

  int port() {
    return Multiaddr.parse(victim.listenAddresses().getFirst())
        .tcpAddress()
        .orElseThrow()
        .getPort();
  }

  /** Closed after the test, whatever becomes of it. */
  HostilePeer with(HostilePeer peer) {
    hostile.add(peer);
    return peer;
  }

  /** Most requests that were in work at once, of all peers. */
  int requestsInWorkMost() {
    return requestsInWorkMost.get();
  }

  long counted(Event event) {
    return victimHost.counters().get(event);
  }

  int sockets() {
    return victimHost.socketCount();
  }

  PeerNetwork victim() {
    return victim;
  }

  PeerNetwork alice() {
    return alice;
  }

  /** Why the victim let go of a peer; empty where it has not. */
  Optional<String> reasonOfDrop(HostilePeer peer) {
    return victim.dropped().stream()
        .filter(drop -> drop.peerId().equals(peer.peerId().toString()))
        .map(DroppedPeer::reason)
        .findFirst();
  }

  boolean isBanned(HostilePeer peer) {
    return victim.bans().stream().anyMatch(ban -> ban.peerId().equals(peer.peerId().toString()));
  }

  /** Everything that gossip holds is within its bound. */
  void assertGossipIsBounded() {
    assertThat(victim.occupancy())
        .isNotEmpty()
        .allSatisfy(
            bounded ->
                assertThat(bounded.used().getAsLong())
                    .as(bounded.name())
                    .isLessThanOrEqualTo(bounded.max()));
  }

  int timesHeardByBob(String text) {
    return heardByBob.getOrDefault(text, 0);
  }

  boolean isConnected(HostilePeer peer) {
    return victimHost.connections().stream()
        .anyMatch(connection -> connection.remotePeer().equals(peer.peerId()));
  }

  /** What the victim and its honest peers hold now, over what there was before them. */
  Footprint grown() {
    return Footprint.now().minus(before);
  }

  /** Alice tells Bob something through the victim, and asks the victim; so many times. */
  void honestPeersGoOn(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      String text = "honest " + rounds++;
      alice.publish(TOPIC, text.getBytes(UTF_8)).toCompletableFuture().join();
      await()
          .alias(text + " reaches Bob")
          .atMost(HONEST_PATIENCE)
          .until(() -> timesHeardByBob(text) == 1);
      Response answer =
          alice
              .request(
                  victim.localPeerId(), PROTOCOL, text.getBytes(UTF_8), HONEST_PATIENCE.toMillis())
              .toCompletableFuture()
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(answer)
          .isInstanceOfSatisfying(
              Response.Ok.class, ok -> assertThat(new String(ok.body(), UTF_8)).isEqualTo(text));
    }
  }

  /** Does something to the victim that may fail because the victim has had enough. */
  @FunctionalInterface
  interface Abuse {
    void run() throws IOException;
  }

  /** Abuse that goes on by itself until it is done, or cut off. */
  static CompletableFuture<Void> inBackground(Abuse abuse) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                abuse.run();
              } catch (IOException cutOff) {
                // the victim's right
              } finally {
                done.complete(null);
              }
            });
    return done;
  }
}
