package org.datanet.testnet.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.client.ApiClient;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.gossipsub.GossipParams;
import org.datanet.node.libp2p.gossipsub.Gossipsub;
import org.datanet.node.libp2p.gossipsub.Verdict;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;
import org.datanet.node.network.Topics;
import org.datanet.testnet.launcher.LocalNetwork;
import org.datanet.testnet.launcher.NetworkPlan;
import org.datanet.testnet.launcher.Waiting;

/**
 * What a node costs that has nothing to do but to keep up with its peers and to decide empty
 * epochs: a process, with peers of the same code around it that follow its topics.
 */
public final class IdleBench {

  public static final int PEERS = 50;

  private static final double CPU_GOAL_PERCENT = 2;
  private static final double HEAP_GOAL_MIB = 150;

  /** A network that does nothing decides epochs at its leisure. */
  private static final long EPOCH_MS = 5_000;

  /** Peers that each peer dials besides the node, so that the mesh is no star. */
  private static final int NEIGHBOURS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private IdleBench() {}

  /**
   * @param peers around the node, 1 to 60: it takes 64 from one address
   */
  public static List<BenchRow> run(boolean quick, int peers) throws IOException {
    if (peers < 1 || peers > 60) {
      throw new IllegalArgumentException("1 to 60 peers, not " + peers);
    }
    List<Swarm> hosts = new ArrayList<>();
    List<Gossipsub> gossips = new ArrayList<>();
    NetworkPlan plan = new NetworkPlan(1, EPOCH_MS, 1, 3, 1, OptionalInt.empty());
    try (ProcessNetwork processes = ProcessNetwork.create(plan)) {
      processes.network().up();
      surround(processes.network(), peers, hosts, gossips);
      return measure(processes.network(), peers, quick);
    } finally {
      gossips.forEach(Gossipsub::close);
      hosts.forEach(Swarm::close);
    }
  }

  private static void surround(
      LocalNetwork network, int peers, List<Swarm> hosts, List<Gossipsub> gossips)
      throws IOException {
    Topics topics = new Topics(network.name());
    Multiaddr node;
    try (ApiClient client = new ApiClient(network.apiUri(0))) {
      node = Multiaddr.parse(client.status().addresses().getFirst());
    }
    List<Multiaddr> addresses = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      byte[] seed = new byte[32];
      seed[0] = 7;
      seed[1] = (byte) i;
      Swarm host = Swarm.create(HostConfig.defaults(Identity.ofEd25519Seed(seed), "idle/" + i));
      hosts.add(host);
      Gossipsub gossip = new Gossipsub(host, GossipParams.DEFAULT, i);
      gossips.add(gossip);
      for (String topic : List.of(topics.operations().name(), topics.consensus().name())) {
        gossip.subscribe(topic, message -> CompletableFuture.completedFuture(Verdict.ACCEPT));
      }
      gossip.start();
      addresses.add(
          host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))
              .toCompletableFuture()
              .join()
              .withPeerId(host.peerId()));
      host.connect(node).toCompletableFuture().join();
      for (int back = 1; back <= Math.min(NEIGHBOURS, i); back++) {
        host.connect(addresses.get(i - back)).toCompletableFuture().join();
      }
    }
  }

  private static List<BenchRow> measure(LocalNetwork network, int peers, boolean quick)
      throws IOException {
    try (ApiClient client = new ApiClient(network.apiUri(0))) {
      if (!Waiting.until(PATIENCE, () -> client.peers().size() >= peers)) {
        throw new IOException(
            "%d of %d peers are connected; see %s"
                .formatted(client.peers().size(), peers, network.log(0)));
      }
    }
    idleFor(quick ? 2 : 20); // code is compiled, meshes are formed
    Duration before = cpu(network.pid(0));
    long startedNanos = System.nanoTime();
    idleFor(quick ? 2 : 60);
    Duration spent = cpu(network.pid(0)).minus(before);
    double percent = 100.0 * spent.toNanos() / (System.nanoTime() - startedNanos);
    String node = "node idling among %d peers, ".formatted(peers);
    return List.of(
        BenchRow.below(node + "of one core", percent, "%", CPU_GOAL_PERCENT),
        BenchRow.below(node + "heap in use", heapMib(network.apiUri(0)), "MiB", HEAP_GOAL_MIB));
  }

  private static void idleFor(int seconds) throws IOException {
    Waiting.until(Duration.ofSeconds(seconds), () -> false);
  }

  /** That the process has used so far, on all cores together. */
  static Duration cpu(long pid) throws IOException {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(
            () -> new IOException("the system does not tell what process " + pid + " used"));
  }

  private static double heapMib(URI api) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(api.resolve("/metrics")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String metrics = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return metrics
              .lines()
              .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
              .sum()
          / (1 << 20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
