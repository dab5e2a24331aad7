package org.datanet.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.audit.AuditedChain;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.node.network.PeerInfo;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.network.Response;
import org.datanet.node.network.Topics;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.replica.Effect;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.wire.TablesResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that asks for the tables of a batch, and two peers, over real sockets. */
class TableFetchTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Topics TOPICS = new Topics("test");

  private final PeerNetwork network = LoopbackPeer.create(1);
  private final PeerNetwork proposer = LoopbackPeer.create(2);
  private final PeerNetwork honest = LoopbackPeer.create(3);
  private final FollowingCore core = new FollowingCore(AuditedChain.genesis());
  private final ExecutorService errands = Executors.newVirtualThreadPerTaskExecutor();
  private final PeerSync sync =
      new PeerSync(
          network,
          TOPICS,
          new OperationVerifier(Bytes32.ZERO, Ed25519Providers.choose().verifier(), errands),
          Bytes32.ZERO,
          account -> proposer.localPeerId(),
          core::lastCommitted,
          errands,
          core,
          message -> {});

  @BeforeEach
  void serveTheTables() {
    SyncServer server = new SyncServer(new LargeOperations(), new StoredCore(Bytes32.ZERO, 0));
    honest.serve(TOPICS.tables(), server::onTables);
  }

  @AfterEach
  void stop() {
    sync.close();
    errands.shutdownNow();
    List.of(network, proposer, honest).forEach(PeerNetwork::close);
  }

  private void startAll() throws Exception {
    for (PeerNetwork each : List.of(network, proposer, honest)) {
      LoopbackPeer.start(each);
    }
    LoopbackPeer.connect(network, proposer);
    LoopbackPeer.connect(network, honest);
  }

  private Input.TablesArrived fetched() {
    sync.fetchTables(new Effect.FetchTables(Bytes32.ZERO, new AccountId(Bytes32.ZERO)));
    await()
        .atMost(PATIENCE)
        .until(() -> core.taken().stream().anyMatch(Input.TablesArrived.class::isInstance));
    return (Input.TablesArrived) core.taken().getLast();
  }

  @Test
  void putsTablesTogetherThatNoOneAnswerHolds() throws Exception {
    startAll();

    Input.TablesArrived tables = fetched();

    assertThat(tables.attribution().rows()).hasSize(LargeOperations.ATTRIBUTION_ROWS);
    assertThat(tables.reward().rows()).hasSize(LargeOperations.REWARD_ROWS);
    assertThat(tables.reward().rows().getLast())
        .isEqualTo(LargeOperations.rewardRow(LargeOperations.REWARD_ROWS - 1));
  }

  @Test
  void blamesWhoSaysMoreRowsThanItGivesAndAsksAnother() throws Exception {
    TablesResponse promise = TablesResponse.newBuilder().setKnown(true).setRewardRows(7).build();
    proposer.serve(
        TOPICS.tables(),
        (from, body) -> CompletableFuture.completedFuture(new Response.Ok(promise.toByteArray())));
    startAll();

    Input.TablesArrived tables = fetched();

    assertThat(tables.reward().rows()).hasSize(LargeOperations.REWARD_ROWS);
    await().atMost(PATIENCE).until(() -> rejectedOf(proposer) > 0);
    assertThat(rejectedOf(honest)).isZero();
  }

  private long rejectedOf(PeerNetwork peer) {
    return network.peers().stream()
        .filter(info -> info.peerId().equals(peer.localPeerId()))
        .mapToLong(PeerInfo::rejected)
        .sum();
  }
}
