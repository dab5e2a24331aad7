package org.datanet.testnet.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.keys.Keys;
import org.datanet.protocol.consensus.Timeouts;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.epoch.EpochAssembler;
import org.datanet.protocol.epoch.EpochInputs;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.epoch.EpochResult;
import org.datanet.protocol.epoch.EpochTransition;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.ledger.StateDigests;
import org.datanet.protocol.replica.Chain;
import org.datanet.protocol.replica.Replica;
import org.datanet.protocol.replica.ReplicaConfig;
import org.datanet.protocol.wire.Genesis;
import org.datanet.testnet.launcher.GenesisBuilder;
import org.datanet.testnet.launcher.NetworkPlan;
import org.datanet.testnet.launcher.Role;
import org.datanet.testnet.launcher.TestKeys;
import org.datanet.testnet.lexicon.LexiconCategory;
import org.datanet.testnet.lexicon.LexiconEntry;

/** A network of one validator in memory: its ledger, and epochs executed on it. */
final class MemoryNetwork {

  private static final long MIN_EPOCH_MS = 1_000;

  final TestKeys keys = TestKeys.ofSeed(1);
  final Genesis genesis = GenesisBuilder.build(plan(MIN_EPOCH_MS), keys, "bench", 0);
  final Bytes32 networkId = GenesisLedger.networkId(genesis);
  private final MemoryLedger ledger = new MemoryLedger();
  private BucketDigest digest = BucketDigest.empty();
  private final AccountId proposer = keys.account(Role.NODE, 0);
  private final HashOnion onion =
      Keys.onion(keys.seed(Role.NODE, 0), 1, genesis.getValidators(0).getBeacon().getLayers());
  private long epoch;

  MemoryNetwork() {
    var changes = GenesisLedger.changes(genesis).changes();
    ledger.apply(changes);
    StateDigests.apply(digest, changes);
  }

  /** One node, and the members of a {@link Community}. */
  static NetworkPlan plan(long minEpochMs) {
    return new NetworkPlan(
        1, minEpochMs, Community.CONTRIBUTORS, Community.CURATORS, 1, OptionalInt.empty());
  }

  /** Takes a community through its founding, after which it takes any load. */
  Community founded() throws IOException {
    Community community =
        new Community(
            keys,
            networkId,
            ManifestCodec.fromWire(genesis.getParameters().getDefaults()),
            MemoryNetwork::record);
    while (epoch < Community.FOUNDED) {
      close(community.acts(ledger, nextEpoch(), Community.Load.NONE));
    }
    return community;
  }

  /** As long as WordNet's, which takes seconds to be read; the rules never look inside. */
  private static LexiconEntry record(int index) {
    return new LexiconEntry(
        "term " + index,
        LexiconCategory.NOUN,
        "noun.artifact",
        "a made-up thing, the one with number %d in its row, of no use to anybody".formatted(index),
        List.of("she counted the things up to number " + index));
  }

  MemoryLedger ledger() {
    return ledger;
  }

  long nextEpoch() {
    return epoch + 1;
  }

  /** The inputs of the next epoch that holds all of the operations, in canonical order. */
  EpochInputs inputs(List<Act> acts) {
    EpochInputs offered =
        new EpochInputs(
            networkId,
            genesis.getParameters(),
            nextEpoch(),
            proposer,
            onion.layer((int) epoch),
            epoch == 0 ? List.of() : List.of(proposer),
            acts.stream().map(Act::item).toList());
    return switch (EpochAssembler.assemble(ledger, offered)) {
      case EpochAssembler.Assembly.Assembled assembled
          when assembled.inputs().operations().size() == acts.size() ->
          assembled.inputs();
      case EpochAssembler.Assembly.Assembled assembled ->
          throw new IllegalStateException("left out: " + assembled.dropped());
      case EpochAssembler.Assembly.Impossible impossible ->
          throw new IllegalStateException(impossible.refusal().message());
    };
  }

  EpochOutcome execute(EpochInputs inputs) {
    return switch (EpochTransition.apply(ledger, inputs)) {
      case EpochResult.Applied applied -> applied.outcome();
      case EpochResult.Refused refused ->
          throw new IllegalStateException(refused.refusal().message());
    };
  }

  /** The digest after an outcome that is not taken over. */
  BucketDigest digestAfter(EpochOutcome outcome) {
    BucketDigest after = digest.fork();
    StateDigests.apply(after, outcome.changes().changes());
    return after;
  }

  /** Takes an outcome of the next epoch over. */
  void advance(EpochOutcome outcome, BucketDigest digestAfter) {
    ledger.apply(outcome.changes().changes());
    digest = digestAfter;
    epoch++;
  }

  /** Executes the next epoch and takes it over. */
  void close(List<Act> acts) {
    EpochOutcome outcome = execute(inputs(acts));
    advance(outcome, digestAfter(outcome));
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
            next -> Optional.empty(),
            UnaryOperator.identity()),
        new Chain(ledger, digest, 0, Bytes32.ZERO, Optional.empty()),
        List.of());
  }
}
