package org.datanet.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.audit.AuditedChain;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.node.network.PeerInfo;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.network.Topics;
import org.datanet.node.storage.RocksStore;
import org.datanet.node.storage.StoreIdentity;
import org.datanet.node.storage.StoreLimits;
import org.datanet.node.storage.StoreMode;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.wire.Genesis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node that is behind, among peers over real sockets, with a real core. */
class CatchUpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Genesis GENESIS = AuditedChain.genesis();
  private static final Bytes32 NETWORK = GenesisLedger.networkId(GENESIS);
  private static final Topics TOPICS = new Topics("test");
  private static final int EPOCHS = 7;

  @TempDir Path folder;

  private final PeerNetwork follower = LoopbackPeer.create(1);
  private final PeerNetwork other = LoopbackPeer.create(2);
  private final PeerNetwork honest = LoopbackPeer.create(3);
  private final FollowingCore core = new FollowingCore(GENESIS);
  private final ExecutorService errands = Executors.newVirtualThreadPerTaskExecutor();
  private RocksStore store;
  private PeerSync sync;

  @BeforeEach
  void start() throws Exception {
    store =
        RocksStore.open(
            folder, StoreIdentity.of(NETWORK), StoreMode.READ_WRITE, StoreLimits.defaults());
    AuditedChain chain = new AuditedChain(store, GENESIS);
    for (int i = 0; i < EPOCHS; i++) {
      chain.closeEpoch(AuditedChain.Defect.NONE);
    }
    serveHonestly(honest);
    sync =
        new PeerSync(
            follower,
            TOPICS,
            new OperationVerifier(NETWORK, Ed25519Providers.choose().verifier(), errands),
            NETWORK,
            AccountId::toDid,
            core::lastCommitted,
            errands,
            core,
            message -> {},
            new SyncPatience(1_000, 5_000, 500));
    LoopbackPeer.start(follower);
    LoopbackPeer.start(honest);
  }

  private void serveHonestly(PeerNetwork network) {
    SyncServer server = new SyncServer(store.epochs(), new StoredCore(NETWORK, EPOCHS));
    network.serve(TOPICS.epochs(), server::onEpochs);
  }

  @AfterEach
  void stop() throws Exception {
    sync.close();
    errands.shutdownNow();
    List.of(follower, other, honest).forEach(PeerNetwork::close);
    store.close();
  }

  /** Whatever may have made the errand end: every few seconds a node begins one. */
  private void awaitCaughtUp() {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              sync.catchUp();
              return core.lastCommitted() == EPOCHS;
            });
  }

  @Test
  void executesTheEpochsThatAnotherHasAndSaysThatNobodyIsAhead() throws Exception {
    LoopbackPeer.connect(follower, honest);

    sync.catchUp();

    Input nobodyIsAhead = new Input.EpochsArrived(List.of());
    await().atMost(PATIENCE).until(() -> core.taken().contains(nobodyIsAhead));
    assertThat(core.lastCommitted()).isEqualTo(EPOCHS);
    assertThat(core.stateDigest()).isEqualTo(store.ledgers().digest().root());
  }

  @ParameterizedTest
  @EnumSource
  void aPeerThatLiesKeepsNobodyFromCatchingUp(EpochLiar.Lie lie) throws Exception {
    EpochLiar liar = new EpochLiar(NETWORK, lie);
    liar.serveOn(other, TOPICS);
    LoopbackPeer.start(other);
    LoopbackPeer.connect(follower, other);
    sync.catchUp();
    await().atMost(PATIENCE).until(() -> liar.rangesAsked() > 0);

    LoopbackPeer.connect(follower, honest);
    awaitCaughtUp();

    assertThat(core.stateDigest()).isEqualTo(store.ledgers().digest().root());
    await().atMost(PATIENCE).until(() -> isBlamed(other) == lie.proven);
    assertThat(isBlamed(honest)).isFalse();
    assertThat(unsignedEpochs() > 0).isEqualTo(lie == EpochLiar.Lie.EPOCHS_THAT_NOBODY_SIGNED);
  }

  /** Of those that the core was given. */
  private long unsignedEpochs() {
    return core.taken().stream()
        .filter(Input.EpochsArrived.class::isInstance)
        .flatMap(input -> ((Input.EpochsArrived) input).epochs().stream())
        .filter(decided -> decided.certificate().signatures().isEmpty())
        .count();
  }

  private boolean isBlamed(PeerNetwork peer) {
    String id = peer.localPeerId();
    return follower.dropped().stream().anyMatch(dropped -> dropped.peerId().equals(id))
        || follower.peers().stream()
            .filter(info -> info.peerId().equals(id))
            .mapToLong(PeerInfo::rejected)
            .anyMatch(rejected -> rejected > 0);
  }

  @Test
  void leavesAPeerWhoseEpochsTheCoreDoesNotExecuteAndBlamesNobody() throws Exception {
    LoopbackPeer.connect(follower, honest);
    core.sticks();

    sync.catchUp();

    Input nobodyIsAhead = new Input.EpochsArrived(List.of());
    await().atMost(PATIENCE).until(() -> core.taken().contains(nobodyIsAhead));
    assertThat(core.lastCommitted()).isZero();
    assertThat(isBlamed(honest)).isFalse();
  }
}
