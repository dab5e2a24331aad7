package org.datanet.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datanet.node.api.model.EpochInfo;
import org.datanet.node.client.ApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four validators in one JVM: three on our stack and one on jvm-libp2p. */
class JvmLibp2pNodeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final List<DatanetNode> nodes = new ArrayList<>();
  private NodeHome theirs;

  @BeforeEach
  void startFour() throws Exception {
    List<NodeHome> homes = TestHomes.create(folder, 4, 150, Map.of());
    theirs = homes.get(3);
    Files.writeString(theirs.config(), "network.stack = 'jvm-libp2p'\n", StandardOpenOption.APPEND);
    for (NodeHome home : homes) {
      nodes.add(DatanetNode.start(home));
    }
  }

  @AfterEach
  void stopAll() {
    nodes.forEach(DatanetNode::close);
  }

  private static ApiClient api(DatanetNode node) {
    return new ApiClient(URI.create(node.apiUrl()));
  }

  private static void awaitEpoch(DatanetNode node, long epoch) {
    await().atMost(PATIENCE).until(() -> api(node).status().epoch() >= epoch);
  }

  private void assertSameEpoch(long number) throws Exception {
    EpochInfo first = api(nodes.getFirst()).epoch(number);
    for (DatanetNode node : nodes) {
      EpochInfo other = api(node).epoch(number);
      assertThat(other.batchId()).isEqualTo(first.batchId());
      assertThat(other.stateDigest()).isEqualTo(first.stateDigest());
      assertThat(other.rewardRoot()).isEqualTo(first.rewardRoot());
    }
  }

  @Test
  void decidesTheSameEpochsAndShowsItsPeers() throws Exception {
    DatanetNode node = nodes.get(3);

    for (DatanetNode each : nodes) {
      awaitEpoch(each, 5);
    }

    for (long epoch = 1; epoch <= 5; epoch++) {
      assertSameEpoch(epoch);
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(api(node).peers())
                    .hasSize(3)
                    .allSatisfy(
                        peer -> {
                          assertThat(peer.transport()).isEqualTo("tcp");
                          assertThat(peer.roundTripMs()).isPresent();
                          assertThat(peer.agent())
                              .hasValueSatisfying(
                                  agent -> assertThat(agent).startsWith("datanet/"));
                        }));
    assertThat(node.addresses()).singleElement().asString().contains("/tcp/");
  }

  @Test
  void catchesUpWhenItReturns() throws Exception {
    DatanetNode stays = nodes.getFirst();
    awaitEpoch(stays, 2);
    nodes.remove(3).close();
    long stoppedAt = api(stays).status().epoch();
    awaitEpoch(stays, stoppedAt + 6);

    DatanetNode returned = DatanetNode.start(theirs);
    nodes.add(returned);

    long target = api(stays).status().epoch() + 3;
    nodes.forEach(node -> awaitEpoch(node, target));
    assertSameEpoch(target);
  }
}
