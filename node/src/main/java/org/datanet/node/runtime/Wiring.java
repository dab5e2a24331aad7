package org.datanet.node.runtime;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.node.network.PeerListener;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.network.Topics;
import org.datanet.node.storage.NodeStore;
import org.datanet.node.sync.ContentExchange;
import org.datanet.node.sync.OperationVerifier;
import org.datanet.node.sync.PeerSync;
import org.datanet.node.sync.SyncCore;
import org.datanet.node.sync.SyncServer;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.Replica;
import org.datanet.protocol.wire.Status;

/** Connects the core to the store and the network: who calls whom, in both directions. */
final class Wiring implements AutoCloseable {

  /** How often a node asks whether others are ahead when nothing tells it so. */
  private static final long CATCH_UP_PERIOD_MS = 5_000;

  /** What the parts below are made of; all of it outlives them. */
  record Base(
      Bytes32 networkId,
      NodeStore store,
      PeerNetwork network,
      Topics topics,
      Workers workers,
      SignatureVerifier signatures,
      OperationVerifier verifier,
      NodeMetrics metrics,
      NodeWatch watch,
      AtomicLong lastCommitted) {}

  private final Base base;
  private final NodeLoop loop;
  private final Intake intake;
  private final PeerSync sync;
  private final SyncServer server;
  private final ContentExchange contents;

  Wiring(Base base, Replica replica) {
    this.base = base;
    // The loop and what it drives know each other; the effects come last and are looked up then.
    CompletableFuture<EffectRunner> effects = new CompletableFuture<>();
    this.loop =
        new NodeLoop(
            replica,
            found -> effects.join().perform(found),
            base.watch()::crashed,
            System::currentTimeMillis,
            base.workers().timers(),
            base.metrics());
    SyncCore core = new FetchingCore();
    this.contents =
        new ContentExchange(
            base.store().records(),
            base.store().ledgers().ledger(),
            base.network(),
            base.workers().timers(),
            base.workers().errands(),
            core);
    this.intake =
        new Intake(
            loop,
            base.verifier(),
            base.networkId(),
            base.signatures(),
            base.workers().verifiers(),
            contents::hint,
            base.metrics());
    this.sync =
        new PeerSync(
            base.network(),
            base.topics(),
            base.verifier(),
            base.networkId(),
            Wiring::peerOf,
            base.lastCommitted()::get,
            base.workers().errands(),
            core,
            message -> intake.onConsensus("", message));
    this.server = new SyncServer(base.store().epochs(), new CoreAnswers());
    effects.complete(
        new EffectRunner(
            base.store(),
            base.network(),
            base.topics(),
            sync,
            server,
            contents,
            intake,
            Wiring::peerOf,
            base.watch(),
            base.metrics()));
  }

  /** A node's libp2p identity is its account. */
  private static String peerOf(AccountId account) {
    return PeerId.ofEd25519(account.toBytes()).toString();
  }

  /** Registers with the network; before it starts. */
  void register() {
    Topics topics = base.topics();
    base.network().subscribe(topics.operations(), intake::onOperation);
    base.network().subscribe(topics.consensus(), intake::onConsensus);
    base.network().serve(topics.epochs(), server::onEpochs);
    base.network().serve(topics.tables(), server::onTables);
    base.network().serveContent(contents.source());
    base.network()
        .addListener(
            new PeerListener() {
              @Override
              public void onPeerConnected(String peer) {
                sync.catchUp();
              }

              @Override
              public void onPeerDisconnected(String peer) {}
            });
  }

  /**
   * Queues what the core goes on from. Before the network starts: an epoch that a peer hands over
   * first would leave own votes behind as those of a past one.
   */
  void recover(List<Bytes> ownVotes) {
    loop.offer(CoreQueue.Kind.ANSWER, new Input.VotesRecovered(ownVotes));
    loop.offer(CoreQueue.Kind.ANSWER, new Input.Started());
  }

  /** Sets the core going; the network runs. */
  void begin() {
    loop.start();
    base.workers()
        .timers()
        .scheduleWithFixedDelay(
            sync::catchUp, CATCH_UP_PERIOD_MS, CATCH_UP_PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  NodeLoop loop() {
    return loop;
  }

  Intake intake() {
    return intake;
  }

  ContentExchange contents() {
    return contents;
  }

  @Override
  public void close() {
    sync.close();
    loop.stop();
    intake.close();
  }

  /** The core, as those see it who fetch for it. */
  private final class FetchingCore implements SyncCore {

    @Override
    public boolean take(Input input) {
      return loop.offer(CoreQueue.Kind.ANSWER, input);
    }

    @Override
    public CompletionStage<Void> takeEpochs(Input.EpochsArrived epochs) {
      return loop.take(epochs);
    }
  }

  /** What peers may ask of the core. */
  private final class CoreAnswers implements SyncServer.Core {

    @Override
    public CompletionStage<Status> status() {
      return loop.ask(Replica::standing)
          .thenApply(
              standing ->
                  Status.newBuilder()
                      .setNetworkId(WireBytes.toWire(base.networkId()))
                      .setLastEpoch(standing.lastEpoch())
                      .setStateDigest(WireBytes.toWire(standing.stateDigest()))
                      .build());
    }

    @Override
    public CompletionStage<List<Bytes>> roundState(long epoch) {
      return loop.ask(replica -> replica.roundState(epoch));
    }

    @Override
    public CompletionStage<List<Bytes>> pooled(List<OperationId> ids) {
      if (ids.isEmpty()) {
        return CompletableFuture.completedFuture(List.of());
      }
      return loop.ask(
          replica ->
              ids.stream()
                  .flatMap(id -> replica.pooled(id).stream())
                  .map(operation -> operation.envelope())
                  .toList());
    }
  }
}
