package org.datanet.testnet.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.keys.Keys;
import org.datanet.protocol.consensus.Timeouts;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.epoch.EpochAssembler;
import org.datanet.protocol.epoch.EpochInputs;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.ledger.StateDigests;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Chain;
import org.datanet.protocol.replica.Replica;
import org.datanet.protocol.replica.ReplicaConfig;
import org.datanet.protocol.wire.Genesis;
import org.datanet.testnet.launcher.GenesisBuilder;
import org.datanet.testnet.launcher.NetworkPlan;
import org.datanet.testnet.launcher.Role;
import org.datanet.testnet.launcher.TestKeys;

/** A network of one validator in memory, with a thousand accounts that pay each other. */
final class Workload {

  static final int ACCOUNTS = 1_000;

  private static final long EXPIRY_EPOCH = 60;

  final TestKeys keys = TestKeys.ofSeed(1);
  final Genesis genesis =
      GenesisBuilder.build(
          new NetworkPlan(1, 1_000, ACCOUNTS, 3, 1, OptionalInt.empty()), keys, "bench", 0);
  final Bytes32 networkId = GenesisLedger.networkId(genesis);
  final MemoryLedger ledger = new MemoryLedger();
  final BucketDigest digest = BucketDigest.empty();
  final AccountId proposer = keys.account(Role.NODE, 0);
  private final HashOnion onion =
      Keys.onion(keys.seed(Role.NODE, 0), 1, genesis.getValidators(0).getBeacon().getLayers());

  Workload() {
    var changes = GenesisLedger.changes(genesis).changes();
    ledger.apply(changes);
    StateDigests.apply(digest, changes);
  }

  /**
   * Signed transfers, spread evenly over the accounts.
   *
   * @param firstNonce of every account
   */
  List<SignedOperation> transfers(int count, long firstNonce) {
    AccountId to = keys.account(Role.YOU, 0);
    List<SignedOperation> transfers = new ArrayList<>(count);
    for (int account = 0; account < ACCOUNTS; account++) {
      Signer signer = keys.signer(Role.CONTRIBUTOR, account);
      for (int i = account, nonce = 0; i < count; i += ACCOUNTS, nonce++) {
        transfers.add(
            OperationCodec.sign(
                signer,
                networkId,
                firstNonce + nonce,
                EXPIRY_EPOCH,
                new Operation.Transfer(to, 1 + i)));
      }
    }
    return transfers;
  }

  /** The inputs of an epoch that holds all of the operations, in canonical order. */
  EpochInputs inputs(long epoch, List<SignedOperation> operations) {
    EpochInputs offered =
        new EpochInputs(
            networkId,
            genesis.getParameters(),
            epoch,
            proposer,
            onion.layer((int) (epoch - 1)),
            epoch == 1 ? List.of() : List.of(proposer),
            operations.stream().map(o -> new EpochInputs.Item(o, Optional.empty())).toList());
    return switch (EpochAssembler.assemble(ledger, offered)) {
      case EpochAssembler.Assembly.Assembled assembled
          when assembled.inputs().operations().size() == operations.size() ->
          assembled.inputs();
      case EpochAssembler.Assembly.Assembled assembled ->
          throw new IllegalStateException("left out: " + assembled.dropped().getFirst());
      case EpochAssembler.Assembly.Impossible impossible ->
          throw new IllegalStateException(impossible.refusal().message());
    };
  }

  /** A replica at genesis that only takes operations. */
  Replica replica(SignatureVerifier verifier) {
    return new Replica(
        new ReplicaConfig(
            networkId,
            genesis.getParameters(),
            Timeouts.STANDARD,
            keys.signer(Role.NODE, 0),
            verifier,
            epoch -> Optional.empty(),
            UnaryOperator.identity()),
        new Chain(ledger, digest, 0, Bytes32.ZERO, Optional.empty()),
        List.of());
  }
}
