package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Timeouts;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.epoch.Onions;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.genesis.GenesisRules;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.operation.WireForms;
import org.datanet.protocol.testing.Fixtures;
import org.datanet.protocol.testing.TestSigner;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.GenesisAccount;
import org.datanet.protocol.wire.GenesisValidator;
import org.datanet.protocol.wire.NetworkParameters;

/** The keys, the genesis and the verifier that replicas of one test network share. */
final class ClusterWorld {

  static final long MIN_EPOCH_MS = 500;
  static final long VALIDATOR_STAKE_MICROS = 100_000_000;
  static final int ONION_LAYERS = 1_000;

  private static final int USER_NUMBERS = 1_000;
  private static final long BALANCE_MICROS = 1_000_000_000;

  private final List<TestSigner> nodes;
  private final List<TestSigner> users;
  private final int onionLayers;
  private final Genesis genesis;
  private final Bytes32 networkId;
  private final SignatureVerifier verifier;

  private ClusterWorld(int validators, int observers, int users, int onionLayers) {
    this.onionLayers = onionLayers;
    this.nodes = IntStream.rangeClosed(1, validators + observers).mapToObj(TestSigner::of).toList();
    this.users = IntStream.range(0, users).mapToObj(i -> TestSigner.of(USER_NUMBERS + i)).toList();
    this.genesis = genesis(validators);
    assertThat(GenesisRules.check(genesis)).isEmpty();
    this.networkId = GenesisLedger.networkId(genesis);
    this.verifier = rememberingVerifier();
  }

  /**
   * @param observers nodes whose account has money and no stake
   */
  static ClusterWorld of(int validators, int observers, int users) {
    return of(validators, observers, users, ONION_LAYERS);
  }

  /**
   * @param onionLayers of every validator's onions
   */
  static ClusterWorld of(int validators, int observers, int users, int onionLayers) {
    return new ClusterWorld(validators, observers, users, onionLayers);
  }

  private Genesis genesis(int validators) {
    TreeMap<AccountId, Boolean> accounts = new TreeMap<>();
    nodes.forEach(node -> accounts.put(node.account(), nodes.indexOf(node) < validators));
    users.forEach(user -> accounts.put(user.account(), false));
    Genesis.Builder built =
        Genesis.newBuilder().setNetwork("cluster").setParameters(networkParameters());
    accounts.forEach(
        (account, validates) -> {
          built.addAccounts(
              GenesisAccount.newBuilder()
                  .setAccount(WireBytes.toWire(account))
                  .setBalanceMicros(BALANCE_MICROS));
          if (validates) {
            built.addValidators(
                GenesisValidator.newBuilder()
                    .setAccount(WireBytes.toWire(account))
                    .setStakeMicros(VALIDATOR_STAKE_MICROS)
                    .setBeacon(WireForms.toWire(beacon(account, 1))));
          }
        });
    return built.build();
  }

  private static NetworkParameters networkParameters() {
    return Fixtures.networkParameters().toBuilder().setMinEpochMs(MIN_EPOCH_MS).build();
  }

  private HashOnion onion(AccountId account, long firstEpoch) {
    return HashOnion.of(
        Hasher.of("cluster-onion").add(account.publicKey()).addLong(firstEpoch).digest(),
        onionLayers);
  }

  Operation.BeaconCommitment beacon(AccountId account, long firstEpoch) {
    return new Operation.BeaconCommitment(
        onion(account, firstEpoch).tip(), firstEpoch, onionLayers);
  }

  /** Thousands of nodes' checks of the same signature cost one. */
  private static SignatureVerifier rememberingVerifier() {
    SignatureVerifier real = Fixtures.verifier();
    TreeMap<Bytes32, Boolean> known = new TreeMap<>();
    return (key, message, signature) ->
        known.computeIfAbsent(
            Hasher.of("seen").addBytes(key).addBytes(message).addBytes(signature).digest(),
            digest -> real.verify(key, message, signature));
  }

  List<TestSigner> nodes() {
    return nodes;
  }

  List<TestSigner> users() {
    return users;
  }

  Genesis genesis() {
    return genesis;
  }

  Bytes32 networkId() {
    return networkId;
  }

  SignatureVerifier verifier() {
    return verifier;
  }

  SignedOperation sign(TestSigner author, long nonce, long expiresEpoch, Operation operation) {
    return OperationCodec.sign(author, networkId, nonce, expiresEpoch, operation);
  }

  /** How the node with this index is set up over its ledger. */
  ReplicaConfig config(int node, Ledger ledger, UnaryOperator<EpochOutcome> fault) {
    TestSigner signer = nodes.get(node);
    TreeMap<Long, HashOnion> onions = new TreeMap<>();
    ReplicaConfig.BeaconLayers layers =
        epoch ->
            ledger
                .get(Keys.validator(signer.account()))
                .map(entry -> Onions.serving(entry, epoch))
                .map(
                    onion ->
                        Onions.covers(onion, epoch)
                            ? onions
                                .computeIfAbsent(
                                    onion.getFirstEpoch(), first -> onion(signer.account(), first))
                                .layer((int) (epoch - onion.getFirstEpoch()))
                            : Onions.NO_LAYER);
    return new ReplicaConfig(
        networkId, genesis.getParameters(), Timeouts.STANDARD, signer, verifier, layers, fault);
  }

  /** A vote or proposal as it comes off the wire; what does not parse or verify is a bug here. */
  ConsensusCodec.Message received(Bytes message) {
    Optional<ConsensusCodec.Message> parsed = ConsensusCodec.parse(message.toArray());
    assertThat(parsed).isPresent();
    assertThat(ConsensusCodec.verify(networkId, parsed.get(), verifier)).isTrue();
    return parsed.get();
  }

  static List<Bytes32> ids(Bytes digests) {
    List<Bytes32> ids = new ArrayList<>();
    for (int offset = 0; offset < digests.size(); offset += Bytes32.SIZE) {
      ids.add(Bytes32.wrap(digests.slice(offset, Bytes32.SIZE).toArray()));
    }
    return ids;
  }
}
