package org.datanet.node.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.FollowingReplica;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.replica.Effect;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.Replica;
import org.datanet.protocol.wire.Genesis;

/** A replica that is no validator; its commits go to memory. Keeps what it was given. */
final class FollowingCore implements SyncCore {

  private final MemoryLedger ledger;
  private final Replica replica;
  private final List<Input> taken = new ArrayList<>();
  private long lastCommitted;
  private boolean stuck;

  FollowingCore(Genesis genesis) {
    FollowingReplica following = FollowingReplica.of(genesis);
    this.ledger = following.ledger();
    this.replica = following.replica();
    take(new Input.Started());
  }

  synchronized long lastCommitted() {
    return lastCommitted;
  }

  synchronized Bytes32 stateDigest() {
    return replica.standing().stateDigest();
  }

  synchronized List<Input> taken() {
    return List.copyOf(taken);
  }

  /** From now on epochs are never executed. */
  synchronized void sticks() {
    stuck = true;
  }

  @Override
  public synchronized boolean take(Input input) {
    taken.add(input);
    Optional<Input> next = Optional.of(input);
    while (next.isPresent()) {
      List<Effect> effects = replica.step(0, next.get());
      next = Optional.empty();
      for (Effect effect : effects) {
        if (effect instanceof Effect.Commit commit) {
          ledger.apply(commit.outcome().changes().changes());
          lastCommitted = commit.decided().getBatch().getEpoch();
          next = Optional.of(new Input.Committed(lastCommitted));
        }
      }
    }
    return true;
  }

  @Override
  public synchronized CompletionStage<Void> takeEpochs(Input.EpochsArrived epochs) {
    if (stuck) {
      return new CompletableFuture<>();
    }
    take(epochs);
    return CompletableFuture.completedFuture(null);
  }
}
