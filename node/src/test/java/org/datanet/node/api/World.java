package org.datanet.node.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.storage.EpochCommit;
import org.datanet.node.storage.RocksStore;
import org.datanet.node.storage.StoreIdentity;
import org.datanet.node.storage.StoreLimits;
import org.datanet.node.storage.StoreMode;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.CertificateSignature;
import org.datanet.protocol.wire.CuratorEntry;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.DueEntry;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.EpochCertificate;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.GenesisAccount;
import org.datanet.protocol.wire.NetworkEntry;
import org.datanet.protocol.wire.NetworkParameters;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.Provenance;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RecordState;
import org.datanet.protocol.wire.RewardKind;
import org.datanet.protocol.wire.RewardRow;
import org.datanet.protocol.wire.Seat;
import org.datanet.protocol.wire.VestingEntry;
import org.datanet.protocol.wire.VestingPart;
import org.datanet.protocol.wire.Vote;

/**
 * A small world in a real store, two epochs long: one datanet with two accepted records and one in
 * curation, and one use that paid the accepted ones 3:1. Its entries have the shape of the
 * economy's; nothing executed them.
 */
final class World implements AutoCloseable {

  static final AccountId FOUNDER = account("founder");
  static final AccountId OWNER = account("owner");
  static final AccountId CONSUMER = account("consumer");
  static final AccountId CURATOR = account("curator");
  static final AccountId VALIDATOR = account("validator");

  static final Manifest MANIFEST =
      new Manifest(
          "lexicon",
          "terms and glosses",
          List.of("noun.animal"),
          List.of("CC0-1.0"),
          "application/json",
          List.of("term"),
          1,
          ParameterSet.defaults(0));

  static final byte[] CONTENT =
      "{\"term\":\"cat\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  static final Genesis GENESIS =
      Genesis.newBuilder()
          .setNetwork("api-test")
          .setCreatedMs(1_000)
          .setParameters(
              NetworkParameters.newBuilder()
                  .setOpFeeMicros(100)
                  .setByteFeeMicros(1)
                  .setMinEpochMs(2_000)
                  .setMinCuratorsFloor(3)
                  .setTestNetwork(true)
                  .setDefaults(ManifestCodec.toWire(ParameterSet.defaults(0))))
          .addAccounts(
              GenesisAccount.newBuilder()
                  .setAccount(WireBytes.toWire(OWNER))
                  .setBalanceMicros(5_000_000))
          .build();

  static final Bytes32 NETWORK_ID = GenesisLedger.networkId(GENESIS);

  static final SignedOperation CREATE = signed(FOUNDER, 1, new Operation.CreateDatanet(MANIFEST));
  static final Bytes32 DATANET = CREATE.id().digest();

  /** Sorted, as a use's records must be. */
  static final List<Bytes32> ACCEPTED =
      List.of(id("record", 1), id("record", 2)).stream().sorted().toList();

  static final Bytes32 CURATING = id("record", 3);
  static final Bytes32 BALLOT = id("ballot", 1);

  static final SignedOperation USE =
      signed(
          CONSUMER,
          1,
          new Operation.Use(
              DATANET,
              20_000,
              List.of(
                  new Operation.RecordWeight(ACCEPTED.get(0), 3),
                  new Operation.RecordWeight(ACCEPTED.get(1), 1))));

  private final MemoryLedger ledger = new MemoryLedger();
  private final BucketDigest digest = BucketDigest.empty();
  private final RocksStore store;

  private World(RocksStore store) {
    this.store = store;
  }

  static World in(Path directory) throws IOException {
    World world =
        new World(
            RocksStore.open(
                directory,
                StoreIdentity.of(NETWORK_ID),
                StoreMode.READ_WRITE,
                StoreLimits.defaults()));
    world.genesis();
    world.foundingEpoch();
    world.payingEpoch();
    return world;
  }

  RocksStore store() {
    return store;
  }

  Bytes32 stateRoot() {
    return digest.root();
  }

  static AccountId account(String name) {
    return new AccountId(Hasher.of("test-account").addText(name).digest());
  }

  static Bytes32 id(String thing, long number) {
    return Hasher.of("test-" + thing).addLong(number).digest();
  }

  /** The signature is 64 zero bytes: the API leaves verification to the node behind it. */
  static SignedOperation signed(AccountId author, long nonce, Operation operation) {
    Signer signer =
        new Signer() {
          @Override
          public AccountId account() {
            return author;
          }

          @Override
          public byte[] sign(byte[] message) {
            return new byte[64];
          }
        };
    return OperationCodec.sign(signer, NETWORK_ID, nonce, 60, operation);
  }

  private void genesis() throws IOException {
    List<LedgerChanges.Change> changes = apply(GenesisLedger.changes(GENESIS));
    store.commitGenesis(GENESIS, changes, digest);
  }

  private void foundingEpoch() throws IOException {
    store.records().put(Cid.ofContent(CONTENT), Bytes.wrap(CONTENT));
    LedgerChanges changes = changesOf(1);
    changes.put(
        Keys.datanet(DATANET),
        DatanetEntry.newBuilder()
            .setCreator(WireBytes.toWire(FOUNDER))
            .setCreatedEpoch(1)
            .setManifest(ManifestCodec.toWire(MANIFEST))
            .setReserveMicros(700)
            .setRecordsAccepted(2)
            .build());
    changes.put(Keys.datanetName("lexicon"), DueEntry.getDefaultInstance());
    changes.put(
        Keys.curator(DATANET, CURATOR),
        CuratorEntry.newBuilder().setStakeMicros(1_000_000).setEscrowMicros(40).build());
    for (Bytes32 record : ACCEPTED) {
      changes.put(Keys.record(DATANET, record), record(RecordState.ACCEPTED));
    }
    changes.put(Keys.record(DATANET, CURATING), record(RecordState.CURATING));
    changes.put(Keys.panel(DATANET, CURATING), panel());
    changes.put(
        Keys.vesting(DATANET, ACCEPTED.get(0)),
        VestingEntry.newBuilder()
            .setAccount(WireBytes.toWire(OWNER))
            .addParts(VestingPart.newBuilder().setEpoch(3).setAmountMicros(900))
            .build());
    commit(1, changes, List.of(CREATE), List.of(), List.of());
  }

  private static RecordEntry record(RecordState state) {
    return RecordEntry.newBuilder()
        .setCid(WireBytes.toWire(Cid.ofContent(CONTENT).toBytes()))
        .setOwner(WireBytes.toWire(OWNER))
        .setCommitEpoch(1)
        .setSealedEpoch(1)
        .setSizeBytes(CONTENT.length)
        .setTokens(2)
        .setLicence("CC0-1.0")
        .setProvenance(Provenance.newBuilder().setKind(Provenance.Kind.HUMAN))
        .setCategory("noun.animal")
        .addLabels("feline")
        .setState(state)
        .setBondMicros(100_000)
        .setSettledEpoch(state == RecordState.ACCEPTED ? 1 : 0)
        .setOperation(WireBytes.toWire(id("opening", 1)))
        .build();
  }

  private static PanelEntry panel() {
    return PanelEntry.newBuilder()
        .setSeedEpoch(1)
        .setAcceptQuorum(3)
        .addSeats(Seat.newBuilder().setCurator(WireBytes.toWire(CURATOR)))
        .addSeats(
            Seat.newBuilder()
                .setCurator(WireBytes.toWire(VALIDATOR))
                .setBallot(WireBytes.toWire(BALLOT)))
        .addSeats(
            Seat.newBuilder()
                .setCurator(WireBytes.toWire(FOUNDER))
                .setBallot(WireBytes.toWire(BALLOT))
                .setVote(Vote.OFF_TOPIC))
        .build();
  }

  private void payingEpoch() throws IOException {
    commit(
        2,
        changesOf(2),
        List.of(USE),
        List.of(
            attribution(0, 750_000, 7_500),
            attribution(0, 1_000_000, 101).toBuilder()
                .setReceipt(WireBytes.toWire(id("other-receipt", 1)))
                .build(),
            attribution(1, 250_000, 2_500)),
        List.of(
            reward(OWNER, RewardKind.CONTRIBUTOR, 10_000),
            reward(CURATOR, RewardKind.CURATOR_PAY, 4_000)));
  }

  private static AttributionRow attribution(int record, long weightPpm, long amountMicros) {
    return AttributionRow.newBuilder()
        .setDatanet(WireBytes.toWire(DATANET))
        .setRecord(WireBytes.toWire(ACCEPTED.get(record)))
        .setReceipt(WireBytes.toWire(USE.id().digest()))
        .setWeightPpm(weightPpm)
        .setAmountMicros(amountMicros)
        .build();
  }

  private static RewardRow reward(AccountId account, RewardKind kind, long amountMicros) {
    return RewardRow.newBuilder()
        .setAccount(WireBytes.toWire(account))
        .setDatanet(WireBytes.toWire(DATANET))
        .setKind(kind)
        .setAmountMicros(amountMicros)
        .build();
  }

  private LedgerChanges changesOf(long epoch) {
    LedgerChanges changes = new LedgerChanges(ledger);
    changes.put(Keys.network(), NetworkEntry.newBuilder().setEpoch(epoch).build());
    return changes;
  }

  private List<LedgerChanges.Change> apply(LedgerChanges changes) {
    List<LedgerChanges.Change> applied = changes.changes();
    for (LedgerChanges.Change change : applied) {
      byte[] key = change.key().bytes().toArray();
      change.before().map(MessageLite::toByteArray).ifPresent(entry -> digest.remove(key, entry));
      change.after().map(MessageLite::toByteArray).ifPresent(entry -> digest.insert(key, entry));
    }
    ledger.apply(applied);
    return applied;
  }

  private void commit(
      long epoch,
      LedgerChanges changes,
      List<SignedOperation> operations,
      List<AttributionRow> attributionRows,
      List<RewardRow> rewardRows)
      throws IOException {
    List<LedgerChanges.Change> applied = apply(changes);
    AttributionTable attribution = new AttributionTable(attributionRows);
    RewardTable reward = new RewardTable(rewardRows);
    EpochBatch.Builder batch =
        EpochBatch.newBuilder()
            .setEpoch(epoch)
            .setProposer(WireBytes.toWire(VALIDATOR))
            .setBeaconLayer(WireBytes.toWire(id("layer", epoch)))
            .setTimestampMs(1_000 * epoch)
            .setStateDigest(WireBytes.toWire(digest.root()))
            .setAttributionRoot(WireBytes.toWire(attribution.root()))
            .setRewardRoot(WireBytes.toWire(reward.root()))
            .setNextValidatorsHash(WireBytes.toWire(id("validators", 1)));
    DecidedEpoch.Builder decided = DecidedEpoch.newBuilder();
    ByteString ids = ByteString.EMPTY;
    for (SignedOperation operation : operations) {
      decided.addOperations(WireBytes.toWire(operation.envelope()));
      ids = ids.concat(WireBytes.toWire(operation.id().digest()));
    }
    decided
        .setBatch(batch.setOperationIds(ids))
        .setCertificate(
            EpochCertificate.newBuilder()
                .setEpoch(epoch)
                .setRound(1)
                .setBatchId(WireBytes.toWire(id("batch", epoch)))
                .addSignatures(
                    CertificateSignature.newBuilder().setValidator(WireBytes.toWire(VALIDATOR))));
    store.commit(
        new EpochCommit(decided.build(), operations, applied, digest, attribution, reward));
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
