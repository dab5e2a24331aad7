package org.datanet.node.storage;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.ledger.LedgerChanges.Change;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RewardRow;

/** Turns an epoch into the writes of its one batch. */
final class EpochWriter {

  private static final byte[] NOTHING = new byte[0];

  private final Writes writes;

  EpochWriter(Writes writes) {
    this.writes = writes;
  }

  void write(EpochCommit commit) throws IOException {
    long epoch = commit.epoch();
    DecidedEpoch header = commit.decided().toBuilder().clearOperations().build();
    writes.put(Column.EPOCHS, KeyLayout.header(epoch), header.toByteArray());
    writes.put(Column.EPOCHS, KeyLayout.batch(commit.batchId()), KeyLayout.number(epoch));
    for (int i = 0; i < commit.operations().size(); i++) {
      operation(
          epoch, i, commit.operations().get(i), commit.decided().getOperations(i).toByteArray());
    }
    for (int i = 0; i < commit.attribution().rows().size(); i++) {
      attribution(epoch, i, commit.attribution().rows().get(i));
    }
    for (int i = 0; i < commit.reward().rows().size(); i++) {
      reward(epoch, i, commit.reward().rows().get(i));
    }
    ledger(commit.changes(), commit.digest());
    writes.put(Column.META, KeyLayout.LAST_EPOCH, KeyLayout.number(epoch));
  }

  private void operation(long epoch, int index, SignedOperation operation, byte[] envelope)
      throws IOException {
    byte[] place = ByteBuffer.allocate(12).putLong(epoch).putInt(index).array();
    writes.put(Column.EPOCHS, KeyLayout.envelope(epoch, index), envelope);
    writes.put(Column.EPOCHS, KeyLayout.place(operation.id()), place);
    writes.delete(Column.OPERATIONS, KeyLayout.pending(operation.id()));
    writes.put(Column.INDEX, KeyLayout.operationOf(operation.author(), epoch, index), NOTHING);
    if (operation.operation() instanceof Operation.Use) {
      writes.put(Column.INDEX, KeyLayout.receipt(epoch, index), NOTHING);
    }
  }

  private void attribution(long epoch, int index, AttributionRow row) throws IOException {
    writes.put(Column.TABLES, KeyLayout.attributionRow(epoch, index), row.toByteArray());
    Bytes32 datanet = Bytes32.wrap(row.getDatanet().toByteArray());
    Bytes32 record = Bytes32.wrap(row.getRecord().toByteArray());
    writes.put(Column.INDEX, KeyLayout.attributionOf(datanet, record, epoch, index), NOTHING);
  }

  private void reward(long epoch, int index, RewardRow row) throws IOException {
    writes.put(Column.TABLES, KeyLayout.rewardRow(epoch, index), row.toByteArray());
    Bytes32 account = Bytes32.wrap(row.getAccount().toByteArray());
    writes.put(Column.INDEX, KeyLayout.rewardOf(account, epoch, index), NOTHING);
  }

  /** Entries, the lanes of their buckets, and the lists that follow from them. */
  void ledger(List<Change> changes, BucketDigest digest) throws IOException {
    BitSet buckets = new BitSet(BucketDigest.BUCKETS);
    for (Change change : changes) {
      byte[] key = change.key().bytes().toArray();
      buckets.set(BucketDigest.bucketOf(key));
      if (change.after().isPresent()) {
        writes.put(Column.LEDGER, key, change.after().get().toByteArray());
      } else {
        writes.delete(Column.LEDGER, key);
      }
      index(change);
    }
    for (int bucket = buckets.nextSetBit(0); bucket >= 0; bucket = buckets.nextSetBit(bucket + 1)) {
      writes.put(Column.LEDGER, KeyLayout.bucket(bucket), digest.snapshot(bucket));
    }
  }

  private void index(Change change) throws IOException {
    Optional<MessageLite> before = change.before();
    Optional<MessageLite> after = change.after();
    if (before.isPresent() && before.get() instanceof RecordEntry entry) {
      for (byte[] row : recordRows(change.key(), entry)) {
        writes.delete(Column.INDEX, row);
      }
    }
    if (after.isPresent() && after.get() instanceof RecordEntry entry) {
      for (byte[] row : recordRows(change.key(), entry)) {
        writes.put(Column.INDEX, row, NOTHING);
      }
    }
    if (after.isPresent() && after.get() instanceof DatanetEntry entry) {
      Bytes32 datanet = Bytes32.wrap(change.key().part(0, Bytes32.SIZE));
      writes.put(Column.INDEX, KeyLayout.datanet(entry.getCreatedEpoch(), datanet), NOTHING);
    }
  }

  private static List<byte[]> recordRows(LedgerKey<?> key, RecordEntry entry) {
    Bytes32 datanet = Bytes32.wrap(key.part(0, Bytes32.SIZE));
    Bytes32 record = Bytes32.wrap(key.part(Bytes32.SIZE, Bytes32.SIZE));
    Bytes32 owner = Bytes32.wrap(entry.getOwner().toByteArray());
    long sealedEpoch = entry.getSealedEpoch();
    List<byte[]> rows = new ArrayList<>();
    rows.add(KeyLayout.recordOf(datanet, sealedEpoch, record));
    rows.add(KeyLayout.recordIn(datanet, entry.getStateValue(), sealedEpoch, record));
    rows.add(KeyLayout.recordBy(owner, sealedEpoch, datanet, record));
    Cid.decode(Bytes.wrap(entry.getCid().toByteArray()))
        .ifPresent(cid -> rows.add(KeyLayout.recordOfContent(cid, sealedEpoch, datanet, record)));
    return rows;
  }
}
