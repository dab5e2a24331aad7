package org.datanet.node.runtime;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.keys.Keys;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.wire.ValidatorEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews this node's hash onion before it ends, as a user of the node would: with a signed {@code
 * RenewBeacon} through the pool, again until the ledger has it. The next onion follows from the key
 * and its first epoch, both of which a restart finds again. docs/protocol.md §9.
 */
final class BeaconRenewal {

  private static final Logger log = LoggerFactory.getLogger(BeaconRenewal.class);

  /** Whoever cannot pay is told again so rarely that the log stays readable. */
  private static final int EPOCHS_BETWEEN_WARNINGS = 60;

  private final Ledger ledger;
  private final byte[] seed;
  private final Signer signer;
  private final Bytes32 networkId;
  private final Door door;
  private final LongConsumer refusals;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile long layersLeft;
  private volatile long expiresEpoch;
  private volatile long warnedEpoch = -EPOCHS_BETWEEN_WARNINGS;

  /** The node, as this user of it sees it. */
  interface Door {

    /** Of the account's next operation; empty while the node lacks decided epochs. */
    CompletionStage<Optional<Long>> nextNonce(AccountId account);

    CompletionStage<Admission> submit(byte[] envelope);
  }

  BeaconRenewal(Ledger ledger, byte[] seed, Bytes32 networkId, Door door, NodeMetrics metrics) {
    this.ledger = ledger;
    this.seed = seed.clone();
    this.signer = Keys.signer(seed);
    this.networkId = networkId;
    this.door = door;
    this.refusals =
        metrics.counter("datanet.beacon.refusals", "renewals of the hash onion that were refused");
    metrics.gauge(
        "datanet.beacon.layers", "epochs that this validator has layers for", () -> layersLeft);
  }

  /** The ledger is that of this epoch or a later one. For any thread that may wait for the disk. */
  void committed(long epoch) {
    Optional<ValidatorEntry> validator =
        ledger
            .get(org.datanet.protocol.ledger.Keys.validator(signer.account()))
            .filter(entry -> entry.getStakeMicros() > 0);
    long next = epoch + 1;
    layersLeft = validator.map(entry -> Math.max(0, RenewalPlan.end(entry) - next)).orElse(0L);
    if (next > expiresEpoch && busy.compareAndSet(false, true)) {
      validator
          .flatMap(entry -> RenewalPlan.of(entry, next))
          .map(plan -> renew(plan, next))
          .orElseGet(() -> CompletableFuture.completedFuture(null))
          .whenComplete(
              (done, failure) -> {
                busy.set(false);
                if (failure != null) {
                  log.warn(
                      "the hash onion could not be renewed, it is tried again: {}",
                      failure.toString());
                }
              });
    }
  }

  private CompletionStage<Void> renew(RenewalPlan plan, long nextEpoch) {
    return door.nextNonce(signer.account())
        .thenCompose(
            nonce ->
                nonce
                    .map(n -> door.submit(signed(plan, n).envelope().toArray()))
                    .map(stage -> stage.thenAccept(answer -> answered(plan, nextEpoch, answer)))
                    .orElseGet(() -> CompletableFuture.completedFuture(null)));
  }

  private SignedOperation signed(RenewalPlan plan, long nonce) {
    HashOnion onion = Keys.onion(seed, plan.firstEpoch(), plan.layers());
    return OperationCodec.sign(
        signer,
        networkId,
        nonce,
        plan.expiresEpoch(),
        new Operation.RenewBeacon(
            new Operation.BeaconCommitment(onion.tip(), plan.firstEpoch(), plan.layers())));
  }

  private void answered(RenewalPlan plan, long nextEpoch, Admission admission) {
    switch (admission) {
      case Admission.Accepted accepted -> {
        expiresEpoch = plan.expiresEpoch();
        log.info(
            "{} layers of the hash onion are left; the next one is to serve from epoch {}",
            layersLeft,
            plan.firstEpoch());
      }
      case Admission.Ignored ignored -> refused(nextEpoch, ignored.refusal());
      case Admission.Rejected rejected -> refused(nextEpoch, rejected.refusal());
    }
  }

  private void refused(long nextEpoch, Refusal refusal) {
    refusals.accept(1);
    if (nextEpoch - warnedEpoch >= EPOCHS_BETWEEN_WARNINGS) {
      warnedEpoch = nextEpoch;
      log.warn(
          "the hash onion of {} has {} layers left and cannot be renewed: {}",
          signer.account().toDid(),
          layersLeft,
          refusal.message());
    }
  }
}
