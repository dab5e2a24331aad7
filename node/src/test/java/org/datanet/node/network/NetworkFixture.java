package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.datanet.node.PooledBuffers;
import org.datanet.node.libp2p.crypto.Identity;

/** Nodes of any stacks that talk over real sockets on loopback. */
final class NetworkFixture {

  static final Duration LONG = Duration.ofSeconds(30);
  static final Topic TOPIC = new Topics("test").operations();
  static final String PROTOCOL = new Topics("test").epochs();

  private final PooledBuffers before = PooledBuffers.now();
  private final List<NetworkNode> nodes = new ArrayList<>();
  private int probes;

  /** Makes networks of one kind. */
  @FunctionalInterface
  interface Stack {

    /** A network of this identity, not started. */
    PeerNetwork create(int identity, NetworkConfig config) throws Exception;
  }

  /** One that this build has, by its name in {@code node.toml}. */
  static Stack stack(String name) {
    NetworkStack stack = NetworkStacks.named(name).orElseThrow();
    return (identity, config) -> {
      byte[] seed = new byte[32];
      Arrays.fill(seed, (byte) identity);
      return stack.create(
          Identity.ofEd25519Seed(seed), "test", config, PeerBookStore.none(), identity);
    };
  }

  /** Closing leaves no buffer. */
  void closeAll() {
    nodes.forEach(node -> node.network.close());
    before.awaitAgain();
  }

  /** Nodes 1, 2 and so on, one of each stack, each of which has dialled all before it. */
  List<NetworkNode> mesh(List<Stack> stacks) throws Exception {
    List<NetworkNode> mesh = new ArrayList<>();
    for (Stack stack : stacks) {
      List<String> earlier = mesh.stream().map(NetworkNode::address).toList();
      mesh.add(start(stack, mesh.size() + 1, earlier));
    }
    settle(mesh);
    return mesh;
  }

  /** A chain of nodes 1, 2 and so on, one of each stack: neighbours alone are connected. */
  List<NetworkNode> chain(List<Stack> stacks) throws Exception {
    List<NetworkNode> chain = new ArrayList<>();
    for (Stack stack : stacks) {
      List<String> last =
          chain.isEmpty() ? List.of() : List.of(chain.get(chain.size() - 1).address());
      chain.add(start(stack, chain.size() + 1, last));
    }
    settle(chain);
    return chain;
  }

  NetworkNode start(Stack stack, int identity, List<String> bootstrap) throws Exception {
    return start(
        stack,
        identity,
        new NetworkConfig(List.of("/ip4/127.0.0.1/tcp/0"), bootstrap, bootstrap.size()));
  }

  NetworkNode start(Stack stack, int identity, NetworkConfig config) throws Exception {
    NetworkNode node = new NetworkNode(stack.create(identity, config));
    nodes.add(node);
    done(node.network.start());
    return node;
  }

  /** Waits until gossip flows: a new probe from each node has reached every other. */
  void settle(List<NetworkNode> settling) {
    settling.forEach(node -> node.probedBy.clear());
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              probes++;
              for (NetworkNode node : settling) {
                done(node.network.publish(TOPIC, bytes("probe " + probes + " " + node.id())));
              }
              return settling.stream().allMatch(n -> n.probedBy.size() >= settling.size() - 1);
            });
  }

  static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  static void assertFails(CompletionStage<?> stage, String reason) {
    assertThatThrownBy(() -> done(stage))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** CIDv1 of raw data. */
  static byte[] cid(byte[] data) throws NoSuchAlgorithmException {
    byte[] cid = Arrays.copyOf(new byte[] {1, 0x55, 0x12, 32}, 36);
    System.arraycopy(MessageDigest.getInstance("SHA-256").digest(data), 0, cid, 4, 32);
    return cid;
  }
}
