package org.datanet.testnet.testplan;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.gossipsub.GossipParams;
import org.datanet.node.libp2p.gossipsub.GossipPorts;
import org.datanet.node.libp2p.gossipsub.Gossipsub;
import org.datanet.node.libp2p.gossipsub.Received;
import org.datanet.node.libp2p.gossipsub.TopicRules;
import org.datanet.node.libp2p.gossipsub.Verdict;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;
import org.datanet.node.libp2p.tcp.TcpTransport;
import org.datanet.testnet.launcher.Waiting;

/** One node of the plan, from the start of its script to the end. */
public final class PlanNode implements AutoCloseable {

  private static final TopicRules RULES = TopicRules.UNSIGNED.with(PlanIds.NUMBER);

  /** For a node that starts later than this one; under Shadow all start at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final long startedNanos = System.nanoTime();
  private final int number;
  private final PlanPlaces places;
  private final PlanLog log;
  private final Swarm host;
  private final Map<String, Long> validationMs = new ConcurrentHashMap<>();
  private Optional<Gossipsub> gossip = Optional.empty();

  private PlanNode(int number, PlanPlaces places, PlanLog log, Swarm host) {
    this.number = number;
    this.places = places;
    this.log = log;
    this.host = host;
  }

  /**
   * Runs the script of a parameter file.
   *
   * @param out for the events, and nothing else
   */
  public static void run(Path params, PlanPlaces places, PrintWriter out)
      throws IOException, ScriptException {
    List<Instruction> script = ScriptReader.read(params);
    int number = places.own();
    Identity identity = PlanKeys.of(number);
    Swarm host =
        Swarm.create(
            HostConfig.defaults(identity, "datanet-gossipsub-interop/1")
                .withTransports(List.of(TcpTransport.NAME)));
    PlanLog log = new PlanLog(out);
    log.started(identity.peerId(), number);
    try (PlanNode node = new PlanNode(number, places, log, host)) {
      join(host.listen(places.listen()));
      for (Instruction line : script) {
        Optional<Instruction> own = line.on(number);
        if (own.isPresent()) {
          node.perform(own.get());
        }
      }
    }
  }

  private void perform(Instruction instruction) throws IOException, ScriptException {
    switch (instruction) {
      case Instruction.InitGossipSub init -> start(init.params());
      case Instruction.Connect connect -> {
        for (int other : connect.nodes()) {
          connect(other);
        }
      }
      case Instruction.WaitUntil wait -> waitUntil(wait.elapsedMs());
      case Instruction.SubscribeToTopic subscribe ->
          gossip().subscribe(subscribe.topic(), this::validate);
      case Instruction.SetTopicValidationDelay delay ->
          validationMs.put(delay.topic(), delay.delayMs());
      case Instruction.Publish publish ->
          join(
              gossip()
                  .publish(
                      publish.topic(),
                      ByteBuffer.allocate(publish.bytes()).putLong(publish.message()).array()));
      case Instruction.IfNodeIdEquals conditional ->
          throw new IllegalStateException("left over: " + conditional);
    }
  }

  private void start(GossipParams params) throws ScriptException {
    if (gossip.isPresent()) {
      throw new ScriptException("gossip was initialised already");
    }
    GossipPorts ports =
        GossipPorts.NONE
            .with(RULES)
            .with((from, message) -> log.received(from, message.getTopic(), PlanIds.text(message)));
    Gossipsub started = new Gossipsub(host, params, ports, number);
    started.start();
    gossip = Optional.of(started);
  }

  private Gossipsub gossip() throws ScriptException {
    return gossip.orElseThrow(() -> new ScriptException("the script does not initialise gossip"));
  }

  private void connect(int other) throws IOException {
    Multiaddr address = places.of(other).withPeerId(PlanKeys.of(other).peerId());
    if (!Waiting.until(PATIENCE, () -> isConnected(address))) {
      throw new IOException("cannot connect to node " + other + " at " + address);
    }
  }

  private boolean isConnected(Multiaddr address) throws IOException {
    return join(host.connect(address).handle((connection, failure) -> failure == null));
  }

  private CompletionStage<Verdict> validate(Received message) {
    long delayMs = validationMs.getOrDefault(message.topic(), 0L);
    if (delayMs == 0) {
      return CompletableFuture.completedFuture(Verdict.ACCEPT);
    }
    Executor later = CompletableFuture.delayedExecutor(delayMs, TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> Verdict.ACCEPT, later);
  }

  private void waitUntil(long elapsedMs) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(
          TimeUnit.MILLISECONDS.toNanos(elapsedMs) - (System.nanoTime() - startedNanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting");
    }
  }

  private static <T> T join(CompletionStage<T> stage) throws IOException {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    gossip.ifPresent(Gossipsub::close);
    host.close();
  }
}
