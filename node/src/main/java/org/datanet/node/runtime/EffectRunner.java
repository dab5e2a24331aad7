package org.datanet.node.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.network.Topics;
import org.datanet.node.storage.EpochCommit;
import org.datanet.node.storage.NodeStore;
import org.datanet.node.storage.OperationStore;
import org.datanet.node.sync.ContentExchange;
import org.datanet.node.sync.PeerSync;
import org.datanet.node.sync.SyncServer;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the core wants done. Disk work is done when this returns; the network's is only
 * begun.
 */
final class EffectRunner implements NodeLoop.Effects {

  private static final Logger log = LoggerFactory.getLogger(EffectRunner.class);

  private final NodeStore store;
  private final PeerNetwork network;
  private final Topics topics;
  private final PeerSync sync;
  private final SyncServer server;
  private final ContentExchange contents;
  private final Intake intake;
  private final Function<AccountId, String> peerOf;
  private final NodeWatch watch;
  private final NodeMetrics metrics;

  EffectRunner(
      NodeStore store,
      PeerNetwork network,
      Topics topics,
      PeerSync sync,
      SyncServer server,
      ContentExchange contents,
      Intake intake,
      Function<AccountId, String> peerOf,
      NodeWatch watch,
      NodeMetrics metrics) {
    this.store = store;
    this.network = network;
    this.topics = topics;
    this.sync = sync;
    this.server = server;
    this.contents = contents;
    this.intake = intake;
    this.peerOf = peerOf;
    this.watch = watch;
    this.metrics = metrics;
  }

  @Override
  public void perform(List<Effect> effects) throws IOException {
    keep(effects);
    for (Effect effect : effects) {
      long startedNanos = System.nanoTime();
      perform(effect);
      metrics.coreTime(
          "effect", effect.getClass().getSimpleName(), System.nanoTime() - startedNanos);
    }
  }

  /**
   * What must be on the disk before anything is said goes there first, in one write of each kind:
   * the disk's time counts, and to keep a thing earlier than asked harms nobody.
   */
  private void keep(List<Effect> effects) throws IOException {
    List<OperationStore.Pending> operations = new ArrayList<>();
    List<Bytes> votes = new ArrayList<>();
    long votedEpoch = 0;
    for (Effect effect : effects) {
      if (effect instanceof Effect.StoreOperation(SignedOperation operation)) {
        operations.add(new OperationStore.Pending(operation.id(), operation.envelope()));
      } else if (effect instanceof Effect.StoreVote vote) {
        votedEpoch = vote.epoch();
        votes.add(vote.message());
      }
    }
    long startedNanos = System.nanoTime();
    if (!operations.isEmpty()) {
      store.operations().add(operations);
    }
    if (!votes.isEmpty()) {
      store.votes().append(votedEpoch, votes);
    }
    metrics.coreTime("effect", "Keep", System.nanoTime() - startedNanos);
  }

  private void perform(Effect effect) throws IOException {
    switch (effect) {
      case Effect.Answer answer -> intake.answer(answer.ticket(), answer.admission());
      case Effect.StoreOperation kept -> watch.operationPooled(kept.operation());
      case Effect.PublishOperation published ->
          publish(published.operation().envelope().toArray(), true);
      case Effect.DropOperations dropped -> drop(dropped.dropped());
      case Effect.StoreVote kept -> {}
      case Effect.PublishConsensus message -> publish(message.message().toArray(), false);
      case Effect.SetTimer timer ->
          throw new IllegalStateException("timers are the loop's: " + timer);
      case Effect.FetchContent fetch ->
          contents.want(fetch.contents(), fetch.preferred().map(peerOf));
      case Effect.ForgetContents forget -> forget(forget.contents());
      case Effect.FetchOperations fetch -> sync.fetchOperations(fetch);
      case Effect.FetchTables fetch -> sync.fetchTables(fetch);
      case Effect.FetchRoundState fetch -> sync.fetchRoundState(fetch.epoch());
      case Effect.CatchUp catchUp -> sync.catchUp();
      case Effect.OfferTables offer ->
          server.offer(offer.batchId(), offer.attribution(), offer.reward());
      case Effect.Commit commit -> commit(commit);
      case Effect.KeepEvidence evidence -> watch.equivocation(evidence.equivocation());
      case Effect.ReportDifference difference ->
          watch.difference(difference.epoch(), difference.difference());
      case Effect.Halt halt -> watch.halted(halt);
    }
  }

  private void publish(byte[] message, boolean operation) {
    network
        .publish(operation ? topics.operations() : topics.consensus(), message)
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                log.warn("a message of {} bytes was not published", message.length, failure);
              }
            });
  }

  private void drop(List<Effect.Dropped> dropped) throws IOException {
    List<OperationId> ids = dropped.stream().map(Effect.Dropped::id).toList();
    store.operations().remove(ids);
    dropped.forEach(watch::operationDropped);
  }

  /** One that is still on its way is reported to the core when it comes, and forgotten then. */
  private void forget(List<Cid> unwanted) throws IOException {
    for (Cid content : unwanted) {
      store.forget(content);
    }
  }

  private void commit(Effect.Commit commit) throws IOException {
    long epoch = commit.decided().getBatch().getEpoch();
    store.commit(
        new EpochCommit(
            commit.decided(),
            commit.operations(),
            commit.outcome().changes().changes(),
            commit.digest(),
            commit.outcome().attribution(),
            commit.outcome().reward()));
    store.votes().prune(epoch);
    watch.committed(commit);
  }
}
