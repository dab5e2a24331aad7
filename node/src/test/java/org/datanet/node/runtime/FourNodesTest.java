package org.datanet.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.EpochInfo;
import org.datanet.node.client.ApiClient;
import org.datanet.node.keys.Keys;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.SignedOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four validators in one JVM, over real sockets, with a store on disk each. */
class FourNodesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] ALICE = TestHomes.seed(100);
  private static final AccountId BOB = Keys.accountOf(TestHomes.seed(101));

  @TempDir Path folder;

  private final List<DatanetNode> nodes = new ArrayList<>();
  private List<NodeHome> homes = List.of();

  @AfterEach
  void stopAll() {
    nodes.forEach(DatanetNode::close);
  }

  private void startFour() throws Exception {
    homes = TestHomes.create(folder, 4, 150, Map.of(Keys.accountOf(ALICE).toDid(), 1_000_000_000L));
    for (NodeHome home : homes) {
      nodes.add(DatanetNode.start(home));
    }
  }

  private static ApiClient api(DatanetNode node) {
    return new ApiClient(URI.create(node.apiUrl()));
  }

  private static long epoch(DatanetNode node) throws Exception {
    return api(node).status().epoch();
  }

  private static void awaitEpoch(DatanetNode node, long epoch) throws Exception {
    await().atMost(PATIENCE).until(() -> epoch(node) >= epoch);
  }

  private static EpochInfo decided(DatanetNode node, long epoch) throws Exception {
    return api(node).epoch(epoch);
  }

  @Test
  void fourNodesDecideTheSameEmptyEpochs() throws Exception {
    startFour();

    for (DatanetNode node : nodes) {
      awaitEpoch(node, 5);
    }

    for (long epoch = 1; epoch <= 5; epoch++) {
      EpochInfo first = decided(nodes.getFirst(), epoch);
      for (DatanetNode node : nodes) {
        EpochInfo other = decided(node, epoch);
        assertThat(other.batchId()).isEqualTo(first.batchId());
        assertThat(other.stateDigest()).isEqualTo(first.stateDigest());
        assertThat(other.rewardRoot()).isEqualTo(first.rewardRoot());
      }
    }
  }

  @Test
  void anOperationGivenToOneNodeIsAppliedByAll() throws Exception {
    startFour();
    awaitEpoch(nodes.getFirst(), 1);
    SignedOperation transfer = transfer(1, 5_000);

    assertThat(api(nodes.getFirst()).submit(List.of(transfer.envelope().toArray())))
        .singleElement()
        .matches(result -> result.accepted());

    for (DatanetNode node : nodes) {
      await().atMost(PATIENCE).until(() -> api(node).account(BOB).balanceMicros() == 5_000);
    }
  }

  @Test
  void epochsGoOnWithoutOneNodeAndItCatchesUpWhenItReturns() throws Exception {
    startFour();
    awaitEpoch(nodes.getFirst(), 2);
    nodes.remove(3).close();

    long stoppedAt = epoch(nodes.getFirst());
    awaitEpoch(nodes.getFirst(), stoppedAt + 6);
    DatanetNode returned = DatanetNode.start(homes.get(3));
    nodes.add(returned);

    long target = epoch(nodes.getFirst()) + 3;
    awaitEpoch(returned, target);
    assertThat(decided(returned, target).stateDigest())
        .isEqualTo(decided(nodes.getFirst(), target).stateDigest());
  }

  private SignedOperation transfer(long nonce, long amountMicros) throws Exception {
    Bytes32 networkId = Bytes32.fromHexString(api(nodes.getFirst()).status().networkId());
    return OperationCodec.sign(
        Keys.signer(ALICE), networkId, nonce, 30, new Operation.Transfer(BOB, amountMicros));
  }
}
