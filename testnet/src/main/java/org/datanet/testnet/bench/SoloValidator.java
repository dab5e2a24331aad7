package org.datanet.testnet.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.node.keys.Keys;
import org.datanet.node.storage.EpochCommit;
import org.datanet.node.storage.NodeStore;
import org.datanet.node.storage.OperationStore;
import org.datanet.protocol.consensus.Timeouts;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.ledger.StateDigests;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Chain;
import org.datanet.protocol.replica.Effect;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.Replica;
import org.datanet.protocol.replica.ReplicaConfig;
import org.datanet.protocol.replica.Timer;
import org.datanet.protocol.replica.WantedContent;
import org.datanet.protocol.wire.Genesis;

/**
 * The only validator of a network, on an empty store, without threads or waiting: its clock jumps
 * to the next timer. What it writes is what a node writes.
 */
final class SoloValidator {

  /** As a node's loop takes them: the disk is asked once for so many. */
  private static final int OPERATIONS_AT_ONCE = 256;

  private record Alarm(long atMs, long number, Timer timer) {}

  private final NodeStore store;
  private final Replica replica;
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::atMs).thenComparing(Alarm::number));
  private long nowMs;
  private long alarmsSet;
  private long tickets;
  private long lastEpoch;
  private long operations;
  private long envelopeBytes;

  private SoloValidator(NodeStore store, Replica replica, long nowMs) {
    this.store = store;
    this.replica = replica;
    this.nowMs = nowMs;
  }

  /** {@code seed} is the validator's. */
  static SoloValidator start(NodeStore store, Genesis genesis, byte[] seed) throws IOException {
    var changes = GenesisLedger.changes(genesis).changes();
    BucketDigest digest = BucketDigest.empty();
    StateDigests.apply(digest, changes);
    store.commitGenesis(genesis, changes, digest);
    Replica replica =
        new Replica(
            new ReplicaConfig(
                GenesisLedger.networkId(genesis),
                genesis.getParameters(),
                Timeouts.STANDARD,
                Keys.signer(seed),
                Ed25519Providers.choose().verifier(),
                layers(genesis, seed),
                UnaryOperator.identity()),
            new Chain(store.ledgers().ledger(), digest, 0, Bytes32.ZERO, Optional.empty()),
            List.of());
    SoloValidator validator = new SoloValidator(store, replica, genesis.getCreatedMs());
    validator.take(List.of(new Input.Started()));
    return validator;
  }

  private static ReplicaConfig.BeaconLayers layers(Genesis genesis, byte[] seed) {
    int count = genesis.getValidators(0).getBeacon().getLayers();
    HashOnion onion = Keys.onion(seed, 1, count);
    return epoch -> epoch <= count ? Optional.of(onion.layer((int) (epoch - 1))) : Optional.empty();
  }

  Ledger ledger() {
    return store.ledgers().ledger();
  }

  long nextEpoch() {
    return lastEpoch + 1;
  }

  /** In the epochs closed. */
  long operations() {
    return operations;
  }

  /** Of the operations in the epochs closed. */
  long envelopeBytes() {
    return envelopeBytes;
  }

  /** Decides the next epoch, which holds all that the members do. */
  void close(List<Act> acts) throws IOException {
    for (int from = 0; from < acts.size(); from += OPERATIONS_AT_ONCE) {
      List<Input> inputs = new ArrayList<>();
      for (Act act : acts.subList(from, Math.min(acts.size(), from + OPERATIONS_AT_ONCE))) {
        if (act.content().isPresent()) {
          Bytes content = act.content().get();
          store.records().put(WantedContent.of(act.operation()).orElseThrow().cid(), content);
        }
        inputs.add(new Input.OperationArrived(++tickets, Input.Origin.OWN_USER, act.operation()));
      }
      take(inputs);
    }
    long before = lastEpoch;
    long held = operations;
    while (lastEpoch == before) {
      Alarm next = alarms.remove();
      nowMs = Math.max(nowMs, next.atMs);
      take(List.of(new Input.TimerElapsed(next.timer)));
    }
    if (operations - held != acts.size()) {
      throw new IllegalStateException(
          "epoch %d holds %d of %d operations"
              .formatted(lastEpoch, operations - held, acts.size()));
    }
  }

  /** Takes inputs one after the other, and carries out what they bring about, commits at once. */
  private void take(List<Input> first) throws IOException {
    Deque<Input> inputs = new ArrayDeque<>(first);
    List<Effect> effects = new ArrayList<>();
    while (!inputs.isEmpty()) {
      List<Effect> found = replica.step(nowMs, inputs.removeFirst());
      effects.addAll(found);
      if (inputs.isEmpty() || found.stream().anyMatch(e -> e instanceof Effect.Commit)) {
        carryOut(effects, inputs);
        effects.clear();
      }
    }
  }

  private void carryOut(List<Effect> effects, Deque<Input> inputs) throws IOException {
    keep(effects);
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Commit commit -> {
          commit(commit);
          inputs.addFirst(new Input.Committed(lastEpoch));
        }
        case Effect.SetTimer timer ->
            alarms.add(new Alarm(nowMs + timer.delayMs(), alarmsSet++, timer.timer()));
        case Effect.FetchContent fetch -> {
          for (WantedContent content : fetch.contents()) {
            Bytes held = store.records().get(content.cid()).orElseThrow();
            inputs.addLast(new Input.ContentReady(content, Act.features(held)));
          }
        }
        case Effect.Answer answer -> requireAccepted(answer);
        case Effect.StoreOperation kept -> {}
        case Effect.StoreVote kept -> {}
        case Effect.PublishOperation nobodyListens -> {}
        case Effect.PublishConsensus nobodyListens -> {}
        case Effect.OfferTables nobodyAsks -> {}
        case Effect.DropOperations dropped ->
            throw new IllegalStateException("dropped: " + dropped.dropped().getFirst());
        case Effect.ForgetContents odd -> throw unexpected(odd);
        case Effect.FetchOperations odd -> throw unexpected(odd);
        case Effect.FetchTables odd -> throw unexpected(odd);
        case Effect.FetchRoundState odd -> throw unexpected(odd);
        case Effect.CatchUp odd -> throw unexpected(odd);
        case Effect.KeepEvidence odd -> throw unexpected(odd);
        case Effect.ReportDifference odd -> throw unexpected(odd);
        case Effect.Halt halt -> throw new IllegalStateException("halted: " + halt.what());
      }
    }
  }

  private static IllegalStateException unexpected(Effect effect) {
    return new IllegalStateException("a validator alone wants " + effect);
  }

  private static void requireAccepted(Effect.Answer answer) {
    if (!(answer.admission() instanceof Effect.Admission.Accepted)) {
      throw new IllegalStateException("not admitted: " + answer.admission());
    }
  }

  private void keep(List<Effect> effects) throws IOException {
    List<OperationStore.Pending> pending = new ArrayList<>();
    List<Bytes> votes = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.StoreOperation(SignedOperation operation)) {
        pending.add(new OperationStore.Pending(operation.id(), operation.envelope()));
      } else if (effect instanceof Effect.StoreVote vote) {
        votes.add(vote.message());
      }
    }
    if (!pending.isEmpty()) {
      store.operations().add(pending);
    }
    if (!votes.isEmpty()) {
      store.votes().append(nextEpoch(), votes);
    }
  }

  private void commit(Effect.Commit commit) throws IOException {
    store.commit(
        new EpochCommit(
            commit.decided(),
            commit.operations(),
            commit.outcome().changes().changes(),
            commit.digest(),
            commit.outcome().attribution(),
            commit.outcome().reward()));
    lastEpoch = commit.decided().getBatch().getEpoch();
    store.votes().prune(lastEpoch);
    operations += commit.operations().size();
    for (SignedOperation operation : commit.operations()) {
      envelopeBytes += operation.envelope().size();
    }
  }
}
