package org.datanet.testnet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.datanet.node.api.model.EpochInfo;
import org.datanet.node.client.ApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four validators, each a process of the operating system, and what they outlast. */
class FourProcessesTest {

  private static final long EPOCH_MS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longer than a stalled epoch takes to ask around, and many epochs long. */
  private static final Duration LONG_FOR_AN_EPOCH = Duration.ofSeconds(4);

  @TempDir Path folder;

  private LocalNetwork network;

  @AfterEach
  void down() throws IOException {
    if (network != null) {
      network.down();
    }
  }

  private void up() throws IOException {
    network =
        LocalNetwork.create(
            folder.resolve("net"),
            new NetworkPlan(4, EPOCH_MS, 1, 3, 1, OptionalInt.empty()),
            TestKeys.ofSeed(1),
            "lexnet-four");
    network.up();
  }

  private long epoch(int node) throws IOException {
    try (ApiClient client = new ApiClient(network.apiUri(node))) {
      return client.status().epoch();
    }
  }

  private void awaitEpoch(int node, long epoch) throws IOException {
    assertThat(Waiting.until(PATIENCE, () -> epoch(node) >= epoch))
        .as("node %d decides epoch %d", node, epoch)
        .isTrue();
  }

  private void launch(int node) throws IOException {
    network.launch(node);
    assertThat(Waiting.until(PATIENCE, () -> network.isUp(node))).isTrue();
  }

  private void assertSameResults(List<Integer> nodes, long throughEpoch) throws IOException {
    for (long epoch = 1; epoch <= throughEpoch; epoch++) {
      EpochInfo first = info(nodes.getFirst(), epoch);
      for (int node : nodes) {
        EpochInfo other = info(node, epoch);
        assertThat(other.stateDigest()).as("digest of %d", epoch).isEqualTo(first.stateDigest());
        assertThat(other.rewardRoot()).isEqualTo(first.rewardRoot());
        assertThat(other.attributionRoot()).isEqualTo(first.attributionRoot());
      }
    }
  }

  private EpochInfo info(int node, long epoch) throws IOException {
    try (ApiClient client = new ApiClient(network.apiUri(node))) {
      return client.epoch(epoch);
    }
  }

  @Test
  void epochsGoOnWithoutOneOfFourAndItCatchesUp() throws IOException {
    up();
    awaitEpoch(0, 3);

    network.kill(2);
    long killedAt = epoch(0);
    awaitEpoch(0, killedAt + 10);
    launch(2);
    awaitEpoch(2, killedAt + 10);

    assertSameResults(List.of(0, 1, 2, 3), killedAt + 10);
  }

  @Test
  void epochsStopWithoutTwoOfFourAndGoOnWhenOneReturns() throws IOException {
    up();
    awaitEpoch(0, 3);

    network.kill(2);
    network.kill(3);
    // What was under way when they went may still be decided.
    Waiting.until(Duration.ofSeconds(2), () -> false);
    long stoppedAt = epoch(0);
    assertThat(Waiting.until(LONG_FOR_AN_EPOCH, () -> epoch(0) > stoppedAt)).isFalse();
    launch(3);
    awaitEpoch(0, stoppedAt + 5);
    awaitEpoch(3, stoppedAt + 5);

    assertSameResults(List.of(0, 1, 3), stoppedAt + 5);
  }
}
