package org.datanet.protocol.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.genesis.GenesisRules;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.ledger.StateDigests;
import org.datanet.protocol.operation.Commitments;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.ParseResult;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.operation.WireForms;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.ContentFeatures;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.GenesisAccount;
import org.datanet.protocol.wire.GenesisValidator;
import org.datanet.protocol.wire.NetworkParameters;

/** A network in memory that closes one epoch after the other with whatever a test gives it. */
final class TestNetwork {

  static final String MEDIA_TYPE = "application/json";
  static final int ONION_LAYERS = 400;

  private final Bytes32 networkId;
  private final int onionLayers;

  /** By tip. */
  private final TreeMap<Bytes32, HashOnion> onions = new TreeMap<>();

  private final TreeMap<AccountId, Long> nonces = new TreeMap<>();
  private final MemoryLedger ledger = new MemoryLedger();
  private final BucketDigest digest = BucketDigest.empty();
  private final NetworkParameters parameters =
      NetworkParameters.newBuilder()
          .setOpFeeMicros(100)
          .setByteFeeMicros(1)
          .setMinEpochMs(2_000)
          .setMinValidatorStakeMicros(100_000_000)
          .setValidatorUnbondEpochs(48)
          .setDefaults(ManifestCodec.toWire(ParameterSet.defaults(0)))
          .setMinCuratorsFloor(3)
          .setTestNetwork(true)
          .build();
  private long epoch;
  private AccountId proposer;
  private Optional<List<AccountId>> paidSigners = Optional.empty();

  TestNetwork(Map<String, Long> balances, Map<String, Long> validatorStakes) {
    this(balances, validatorStakes, ONION_LAYERS);
  }

  TestNetwork(Map<String, Long> balances, Map<String, Long> validatorStakes, int onionLayers) {
    this.onionLayers = onionLayers;
    Genesis.Builder genesis = Genesis.newBuilder().setNetwork("epochs").setParameters(parameters);
    byAccount(balances)
        .forEach(
            (account, balance) ->
                genesis.addAccounts(
                    GenesisAccount.newBuilder()
                        .setAccount(WireBytes.toWire(account))
                        .setBalanceMicros(balance)));
    byAccount(validatorStakes)
        .forEach(
            (account, stake) ->
                genesis.addValidators(
                    GenesisValidator.newBuilder()
                        .setAccount(WireBytes.toWire(account))
                        .setStakeMicros(stake)
                        .setBeacon(WireForms.toWire(newOnion(account, 1)))));
    assertThat(GenesisRules.check(genesis.build())).isEmpty();
    networkId = GenesisLedger.networkId(genesis.build());
    commit(GenesisLedger.changes(genesis.build()));
    proposer = byAccount(validatorStakes).firstKey();
  }

  private static TreeMap<AccountId, Long> byAccount(Map<String, Long> amounts) {
    TreeMap<AccountId, Long> byAccount = new TreeMap<>();
    amounts.forEach((name, amount) -> byAccount.put(account(name), amount));
    return byAccount;
  }

  /** A fresh onion, whose layers this validator's proposals show once it serves. */
  Operation.BeaconCommitment newOnion(AccountId validator, long firstEpoch) {
    HashOnion onion =
        HashOnion.of(
            Hasher.of("test-onion").add(validator.publicKey()).addLong(firstEpoch).digest(),
            onionLayers);
    onions.put(onion.tip(), onion);
    return new Operation.BeaconCommitment(onion.tip(), firstEpoch, onionLayers);
  }

  static AccountId account(String name) {
    return new AccountId(Hasher.of("test-account").addText(name).digest());
  }

  static Bytes32 hash(String text) {
    return Hasher.of("test-hash").addText(text).digest();
  }

  static Manifest manifest(String name, ParameterSet rules) {
    return new Manifest(
        name, "", List.of("noun", "verb"), List.of("CC0-1.0"), MEDIA_TYPE, List.of(), 1, rules);
  }

  MemoryLedger ledger() {
    return ledger;
  }

  NetworkParameters parameters() {
    return parameters;
  }

  Bytes32 networkId() {
    return networkId;
  }

  /** The last epoch that was closed. */
  long epoch() {
    return epoch;
  }

  Bytes32 stateDigest() {
    return digest.root();
  }

  void propose(String validator) {
    proposer = account(validator);
  }

  /** Whom the next batches pay, instead of all validators of the epoch before. */
  void paySigners(List<String> validators) {
    paidSigners = Optional.of(validators.stream().map(TestNetwork::account).sorted().toList());
  }

  /** An operation with the author's next nonce, in an envelope of its real size. */
  Item item(String author, Operation operation) {
    return item(author, nextNonce(author, operation), operation);
  }

  Item item(String author, long nonce, Operation operation) {
    AccountId account = account(author);
    byte[] envelope =
        org.datanet.protocol.wire.SignedOperation.newBuilder()
            .setPayload(
                WireBytes.toWire(
                    OperationCodec.encodePayload(account, nonce, epoch + 60, operation)))
            .setPublicKey(WireBytes.toWire(account))
            .setSignature(ByteString.copyFrom(new byte[64]))
            .build()
            .toByteArray();
    return switch (OperationCodec.parse(envelope)) {
      case ParseResult.Parsed parsed -> item(parsed.operation().assumeVerified());
      case ParseResult.Rejected rejected ->
          throw new AssertionError(operation + ": " + rejected.refusal().message());
    };
  }

  /** An operation in an envelope of a given size, whatever it says. */
  Item item(String author, Operation operation, int envelopeBytes) {
    long nonce = nextNonce(author, operation);
    byte[] envelope = new byte[envelopeBytes];
    byte[] unique = hash(author + nonce + operation).toArrayUnsafe();
    System.arraycopy(unique, 0, envelope, 0, unique.length);
    return item(
        new SignedOperation(
            OperationId.of(envelope),
            account(author),
            nonce,
            epoch + 60,
            operation,
            Bytes.wrap(envelope)));
  }

  private static Item item(SignedOperation operation) {
    return new Item(
        operation,
        operation.operation() instanceof Operation.Contribute opening
            ? Optional.of(
                ContentFeatures.newBuilder()
                    .setSizeBytes(opening.sizeBytes())
                    .setTokens(opening.sizeBytes() / 5)
                    .build())
            : Optional.empty());
  }

  private long nextNonce(String author, Operation operation) {
    return operation.carriesNonce() ? nonces.merge(account(author), 1L, Long::sum) : 0;
  }

  /** Forgets nonces that were handed out and not used. */
  void resetNonces() {
    nonces.replaceAll(
        (account, nonce) -> ledger.get(Keys.account(account)).orElseThrow().getNonce());
  }

  /** The next epoch's inputs with these operations in canonical order. */
  EpochInputs inputs(List<Item> items) {
    EpochInputs unordered = unordered(List.of());
    List<Item> ordered = new CanonicalOrder(EpochTransition.beacon(ledger, unordered)).sort(items);
    return unordered(ordered);
  }

  EpochInputs unordered(List<Item> items) {
    List<AccountId> signers =
        epoch == 0
            ? List.of()
            : paidSigners.orElseGet(() -> List.copyOf(BatchRules.stakes(ledger, epoch).keySet()));
    return new EpochInputs(
        networkId, parameters, epoch + 1, proposer, layer(epoch + 1), signers, items);
  }

  /** The proposer's, as the ledger has its onion. */
  private Bytes32 layer(long shownIn) {
    BeaconCommitment onion =
        Onions.serving(ledger.get(Keys.validator(proposer)).orElseThrow(), shownIn);
    return Onions.covers(onion, shownIn)
        ? Optional.ofNullable(onions.get(WireBytes.hash(onion.getTip())))
            .orElseThrow()
            .layer((int) (shownIn - onion.getFirstEpoch()))
        : Onions.NO_LAYER;
  }

  EpochResult attempt(Item... items) {
    return EpochTransition.apply(ledger, inputs(List.of(items)));
  }

  EpochResult.Refused refused(Item... items) {
    EpochResult result = attempt(items);
    assertThat(result).isInstanceOf(EpochResult.Refused.class);
    return (EpochResult.Refused) result;
  }

  /** Closes the next epoch with these operations, all of which must apply. */
  EpochOutcome close(Item... items) {
    return close(List.of(items));
  }

  EpochOutcome close(List<Item> items) {
    return switch (EpochTransition.apply(ledger, inputs(items))) {
      case EpochResult.Applied applied -> commit(applied.outcome());
      case EpochResult.Refused refused ->
          throw new AssertionError(refused.operationIndex() + ": " + refused.refusal());
    };
  }

  EpochOutcome commit(EpochOutcome outcome) {
    commit(outcome.changes());
    epoch++;
    return outcome;
  }

  private void commit(LedgerChanges changes) {
    List<LedgerChanges.Change> all = new ArrayList<>(changes.changes());
    StateDigests.apply(digest, all);
    ledger.apply(all);
  }

  /** Puts an entry in place that no operation of this version can bring about. */
  <T extends MessageLite> void overwrite(LedgerKey<T> key, T entry) {
    LedgerChanges changes = new LedgerChanges(ledger);
    changes.put(key, entry);
    commit(changes);
  }

  /** Closes empty epochs up to and including {@code last}. */
  void closeUntil(long last) {
    while (epoch < last) {
      close();
    }
  }

  Operation.CommitContribution commitment(
      Bytes32 datanet, String author, String content, long bondMicros) {
    return new Operation.CommitContribution(
        datanet, commitmentHash(datanet, author, content), bondMicros);
  }

  Bytes32 commitmentHash(Bytes32 datanet, String author, String content) {
    return Commitments.contribution(
        networkId, datanet, cid(content), salt(author, content), account(author));
  }

  static Cid cid(String content) {
    return Cid.ofContent(content.getBytes(UTF_8));
  }

  private static Bytes32 salt(String author, String content) {
    return hash("salt of " + author + " for " + content);
  }

  Operation.Contribute opening(Bytes32 datanet, String author, String content, long sizeBytes) {
    return new Operation.Contribute(
        datanet,
        cid(content),
        sizeBytes,
        MEDIA_TYPE,
        "CC0-1.0",
        Operation.Provenance.human(),
        "noun",
        List.of(),
        salt(author, content));
  }

  Bytes32 recordId(Bytes32 datanet, String author, String content) {
    return Commitments.recordId(networkId, datanet, commitmentHash(datanet, author, content));
  }

  long balance(String account) {
    return ledger
        .get(Keys.account(account(account)))
        .map(AccountEntry::getBalanceMicros)
        .orElse(0L);
  }
}
