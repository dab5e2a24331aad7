package org.datanet.node.storage;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.EpochCertificate;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.NetworkEntry;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RecordState;
import org.datanet.protocol.wire.RewardKind;
import org.datanet.protocol.wire.RewardRow;

/**
 * Epochs to store, the same in every process: each seals one record, accepts the one before,
 * touches some accounts, and pays one receipt. They follow the shape of epochs, not the economy.
 */
final class EpochSource {

  static final Bytes32 NETWORK = id("network", 0);
  static final Bytes32 DATANET = id("datanet", 0);
  static final AccountId OWNER = account(0);
  static final Genesis GENESIS = Genesis.newBuilder().setNetwork("store-test").build();
  static final int ACCOUNTS_PER_EPOCH = 20;

  private final MemoryLedger ledger = new MemoryLedger();
  private final BucketDigest digest = BucketDigest.empty();
  private long epoch;

  static Bytes32 id(String thing, long number) {
    return Hasher.of("test-" + thing).addLong(number).digest();
  }

  static AccountId account(long number) {
    return new AccountId(id("account", number));
  }

  static Bytes32 record(long sealedEpoch) {
    return id("record", sealedEpoch);
  }

  MemoryLedger ledger() {
    return ledger;
  }

  Bytes32 root() {
    return digest.root();
  }

  void genesisInto(NodeStore store) throws java.io.IOException {
    LedgerChanges changes = new LedgerChanges(ledger);
    changes.put(Keys.network(), NetworkEntry.newBuilder().setSupplyMicros(1_000).build());
    changes.put(Keys.datanet(DATANET), DatanetEntry.newBuilder().setReserveMicros(7).build());
    store.commitGenesis(GENESIS, apply(changes), digest);
  }

  /** Rebuilds what {@link #genesisInto} wrote, without a store. */
  void genesis() {
    LedgerChanges changes = new LedgerChanges(ledger);
    changes.put(Keys.network(), NetworkEntry.newBuilder().setSupplyMicros(1_000).build());
    changes.put(Keys.datanet(DATANET), DatanetEntry.newBuilder().setReserveMicros(7).build());
    apply(changes);
  }

  EpochCommit next() {
    epoch++;
    LedgerChanges changes = new LedgerChanges(ledger);
    changes.put(
        Keys.network(), NetworkEntry.newBuilder().setEpoch(epoch).setSupplyMicros(1_000).build());
    for (int i = 0; i < ACCOUNTS_PER_EPOCH; i++) {
      changes.put(
          Keys.account(account(epoch * ACCOUNTS_PER_EPOCH / 2 + i)),
          AccountEntry.newBuilder().setBalanceMicros(epoch * 1_000 + i).build());
    }
    changes.put(Keys.record(DATANET, record(epoch)), recordEntry(epoch, RecordState.SEALED));
    if (epoch > 1) {
      changes.put(
          Keys.record(DATANET, record(epoch - 1)), recordEntry(epoch - 1, RecordState.ACCEPTED));
      changes.delete(Keys.account(account(epoch * ACCOUNTS_PER_EPOCH / 2 - 1)));
    }
    List<LedgerChanges.Change> applied = apply(changes);
    List<SignedOperation> operations = List.of(transfer(epoch), use(epoch));
    AttributionTable attribution = new AttributionTable(List.of(attributionRow(operations.get(1))));
    RewardTable reward = new RewardTable(List.of(rewardRow()));
    DecidedEpoch decided = decided(operations, attribution, reward);
    return new EpochCommit(decided, operations, applied, digest, attribution, reward);
  }

  /** What the record that was sealed in the epoch holds; every fifth repeats an earlier one's. */
  static Cid content(long sealedEpoch) {
    return Cid.ofContent(new byte[] {(byte) (sealedEpoch % 5 == 0 ? 1 : sealedEpoch)});
  }

  private static RecordEntry recordEntry(long sealedEpoch, RecordState state) {
    return RecordEntry.newBuilder()
        .setOwner(bytes(OWNER.publicKey()))
        .setCid(bytes(content(sealedEpoch).toBytes()))
        .setSealedEpoch(sealedEpoch)
        .setState(state)
        .build();
  }

  private List<LedgerChanges.Change> apply(LedgerChanges changes) {
    List<LedgerChanges.Change> applied = changes.changes();
    for (LedgerChanges.Change change : applied) {
      byte[] key = change.key().bytes().toArray();
      change.before().ifPresent(entry -> digest.remove(key, entry.toByteArray()));
      change.after().ifPresent(entry -> digest.insert(key, entry.toByteArray()));
    }
    ledger.apply(applied);
    return applied;
  }

  static SignedOperation transfer(long nonce) {
    return signed("transfer", nonce, new Operation.Transfer(account(1), 5));
  }

  static SignedOperation use(long nonce) {
    return signed("use", nonce, new Operation.Use(DATANET, 10_000, List.of()));
  }

  private static SignedOperation signed(String kind, long nonce, Operation operation) {
    Bytes envelope = Bytes.concatenate(id(kind, nonce), Bytes.repeat((byte) 1, 200));
    return new SignedOperation(
        OperationId.of(envelope), OWNER, nonce, nonce + 8, operation, envelope);
  }

  private AttributionRow attributionRow(SignedOperation receipt) {
    return AttributionRow.newBuilder()
        .setDatanet(bytes(DATANET))
        .setRecord(bytes(record(1)))
        .setReceipt(bytes(receipt.id().digest()))
        .setWeightPpm(1_000_000)
        .setAmountMicros(epoch)
        .build();
  }

  private RewardRow rewardRow() {
    return RewardRow.newBuilder()
        .setAccount(bytes(OWNER.publicKey()))
        .setDatanet(bytes(DATANET))
        .setKind(RewardKind.CONTRIBUTOR)
        .setAmountMicros(epoch)
        .build();
  }

  private DecidedEpoch decided(
      List<SignedOperation> operations, AttributionTable attribution, RewardTable reward) {
    List<ByteString> envelopes = new ArrayList<>();
    ByteString ids = ByteString.EMPTY;
    for (SignedOperation operation : operations) {
      envelopes.add(bytes(operation.envelope()));
      ids = ids.concat(bytes(operation.id().digest()));
    }
    return DecidedEpoch.newBuilder()
        .setBatch(
            EpochBatch.newBuilder()
                .setEpoch(epoch)
                .setOperationIds(ids)
                .setStateDigest(bytes(digest.root()))
                .setAttributionRoot(bytes(attribution.root()))
                .setRewardRoot(bytes(reward.root())))
        .setCertificate(
            EpochCertificate.newBuilder().setEpoch(epoch).setBatchId(bytes(id("batch", epoch))))
        .addAllOperations(envelopes)
        .build();
  }

  private static ByteString bytes(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArrayUnsafe());
  }
}
