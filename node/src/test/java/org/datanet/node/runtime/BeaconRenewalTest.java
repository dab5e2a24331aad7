package org.datanet.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.keys.Keys;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.ParseResult;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.ValidatorEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A validator whose onion of 12 layers began in epoch 1. */
class BeaconRenewalTest {

  private static final byte[] SEED = TestHomes.seed(0);

  private final MemoryLedger ledger = new MemoryLedger();
  private final NodeMetrics metrics = new NodeMetrics();
  private final List<SignedOperation> submitted = new ArrayList<>();
  private Optional<Long> nonce = Optional.of(7L);
  private Admission answer = new Admission.Accepted();
  private final BeaconRenewal renewal =
      new BeaconRenewal(
          ledger,
          SEED,
          Bytes32.ZERO,
          new BeaconRenewal.Door() {
            @Override
            public CompletionStage<Optional<Long>> nextNonce(AccountId account) {
              return CompletableFuture.completedFuture(nonce);
            }

            @Override
            public CompletionStage<Admission> submit(byte[] envelope) {
              submitted.add(parsed(envelope));
              return CompletableFuture.completedFuture(answer);
            }
          },
          metrics);

  BeaconRenewalTest() {
    bonded(100_000_000);
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  private void bonded(long stakeMicros) {
    LedgerChanges changes = new LedgerChanges(ledger);
    changes.put(
        org.datanet.protocol.ledger.Keys.validator(Keys.accountOf(SEED)),
        ValidatorEntry.newBuilder()
            .setStakeMicros(stakeMicros)
            .setBeacon(BeaconCommitment.newBuilder().setFirstEpoch(1).setLayers(12))
            .build());
    ledger.apply(changes.changes());
  }

  private static SignedOperation parsed(byte[] envelope) {
    return switch (OperationCodec.parse(envelope)) {
      case ParseResult.Parsed parsed -> parsed.operation().assumeVerified();
      case ParseResult.Rejected rejected -> throw new AssertionError(rejected.refusal());
    };
  }

  @Test
  void signsARenewalWhoseOnionTheKeyGivesAgain() {
    renewal.committed(6);

    SignedOperation operation = submitted.getFirst();
    assertThat(operation.author()).isEqualTo(Keys.accountOf(SEED));
    assertThat(operation.nonce()).isEqualTo(7);
    assertThat(operation.expiresEpoch()).isEqualTo(11);
    assertThat(operation.operation())
        .isEqualTo(
            new Operation.RenewBeacon(
                new Operation.BeaconCommitment(Keys.onion(SEED, 13, 12).tip(), 13, 12)));
  }

  @Test
  void waitsForARenewalUntilNoEpochCanHoldItAnyMore() {
    for (long epoch = 1; epoch <= 11; epoch++) {
      renewal.committed(epoch);
    }

    assertThat(submitted).extracting(SignedOperation::expiresEpoch).containsExactly(11L, 16L);
  }

  @Test
  void isTriedAgainWithTheNextEpochWhenItIsRefusedAndCounted() {
    answer = new Admission.Rejected(Refusal.of(Reason.INSUFFICIENT_BALANCE));

    renewal.committed(6);
    renewal.committed(7);

    assertThat(submitted).hasSize(2);
    assertThat(metrics.scrape())
        .contains("datanet_beacon_refusals_total 2.0")
        .contains("datanet_beacon_layers 5.0");
  }

  @Test
  void nothingIsSentWhileEpochsAreMissingOrWithoutAStake() {
    nonce = Optional.empty();
    renewal.committed(6);
    nonce = Optional.of(7L);
    bonded(0);
    renewal.committed(7);

    assertThat(submitted).isEmpty();
    assertThat(metrics.scrape()).contains("datanet_beacon_layers 0.0");
  }
}
