package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.datanet.node.PooledBuffers;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.kad.KadConfig.Mode;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Hosts on loopback that route peers, closed after each test with a look at what they leave. */
final class KadFixture implements BeforeEachCallback, AfterEachCallback {

  static final String PROTOCOL = "/test/kad/1.0.0";
  static final Duration SOON = Duration.ofSeconds(30);

  /** Hosts of a test come within a second of each other, and do not wait for timeouts. */
  static final KadTiming TIMING =
      new KadTiming(600_000, 500, 30_000, 5_000, 20_000, 60_000, 3_600_000, 30_000, 30_000);

  private final List<Node> nodes = new ArrayList<>();
  private final List<Swarm> hosts = new ArrayList<>();
  private PooledBuffers before = PooledBuffers.now();

  /** A host with peer routing. */
  static final class Node {
    final Swarm host;
    final KadService kad;

    Node(Swarm host, Mode mode, KadTiming timing, int keptMax) {
      this.host = host;
      this.kad =
          new KadService(
              host, KadConfig.of(PROTOCOL, mode, 1).withTiming(timing), connections(host, keptMax));
    }

    PeerId id() {
      return host.peerId();
    }

    /** Where it listens. */
    Multiaddr address() {
      return host.listenAddresses().getFirst();
    }

    Host.PeerConnection connect(Node to) {
      return get(host.connect(to.id(), List.of(to.address())));
    }

    List<Multiaddr> find(PeerId peer) {
      return get(kad.findPeer(peer));
    }

    int known() {
      return kad.status().tablePeers();
    }
  }

  /**
   * Closes again what lookups leave behind.
   *
   * @param keptMax connections up to which none is closed
   */
  private static KadConnections connections(Host host, int keptMax) {
    return new KadConnections() {
      @Override
      public CompletionStage<Host.PeerConnection> connect(PeerId peer, List<Multiaddr> addresses) {
        return host.connect(peer, addresses);
      }

      @Override
      public void release(Host.PeerConnection connection) {
        if (host.connections().size() > keptMax) {
          connection.close("the lookup that it was opened for is over");
        }
      }
    };
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    before = PooledBuffers.now();
  }

  /** Closing leaves no buffer and no thread. */
  @Override
  public void afterEach(ExtensionContext context) {
    nodes.forEach(node -> node.kad.close());
    hosts.forEach(Swarm::close);
    before.awaitAgain();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("libp2p-") || name.equals("kad")));
  }

  Node server(int number) {
    return node(number, Mode.SERVER, TIMING, 100);
  }

  /** A node that listens on a free port. */
  Node node(int number, Mode mode, KadTiming timing, int keptMax) {
    Node node = new Node(bareHost(number), mode, timing, keptMax);
    nodes.add(node);
    node.kad.start();
    get(node.host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    return node;
  }

  /** A host without peer routing that listens nowhere. */
  Swarm bareHost(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    Swarm host =
        Swarm.create(
            HostConfig.defaults(Identity.ofEd25519Seed(seed), "test/" + number).withPing(0, 1_000));
    hosts.add(host);
    return host;
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
  }
}
