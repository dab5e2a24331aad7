package org.datanet.node.sync;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.storage.EpochStore;
import org.datanet.node.storage.OperationPlace;
import org.datanet.node.storage.RowRange;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.RewardRow;

/**
 * Three decided epochs in which every operation is to be found, and large, with tables that no one
 * answer holds. Counts what is read.
 */
class LargeOperations implements EpochStore {

  static final int ENVELOPE_BYTES = 60_000;

  private static final Bytes ENVELOPE = Bytes.repeat((byte) 1, ENVELOPE_BYTES);

  private static final ByteString ID = ByteString.copyFrom(new byte[32]);

  static final int ATTRIBUTION_ROWS = 70_000;

  static final int REWARD_ROWS = 40_000;

  private int envelopesRead;

  int envelopesRead() {
    return envelopesRead;
  }

  @Override
  public Optional<Genesis> genesis() {
    return Optional.of(Genesis.getDefaultInstance());
  }

  @Override
  public OptionalLong lastEpoch() {
    return OptionalLong.of(3);
  }

  @Override
  public Optional<DecidedEpoch> decided(long epoch) {
    return header(epoch);
  }

  @Override
  public Optional<DecidedEpoch> decided(long epoch, long bytesMax) {
    return header(epoch);
  }

  @Override
  public int attributionRows(long epoch) {
    return ATTRIBUTION_ROWS;
  }

  @Override
  public int rewardRows(long epoch) {
    return REWARD_ROWS;
  }

  static AttributionRow attributionRow(int index) {
    return AttributionRow.newBuilder()
        .setRecord(ID)
        .setReceipt(ID)
        .setAmountMicros(1 + index)
        .build();
  }

  static RewardRow rewardRow(int index) {
    return RewardRow.newBuilder().setAccount(ID).setDatanet(ID).setAmountMicros(1 + index).build();
  }

  @Override
  public List<AttributionRow> attribution(long epoch, RowRange range) {
    return rows(range, ATTRIBUTION_ROWS, LargeOperations::attributionRow);
  }

  @Override
  public List<RewardRow> reward(long epoch, RowRange range) {
    return rows(range, REWARD_ROWS, LargeOperations::rewardRow);
  }

  private static <T extends MessageLite> List<T> rows(
      RowRange range, int count, IntFunction<T> row) {
    List<T> rows = new ArrayList<>();
    long bytes = 0;
    for (int i = range.from(); i < count && rows.size() < range.rowsMax(); i++) {
      T next = row.apply(i);
      bytes += next.getSerializedSize();
      if (bytes > range.bytesMax()) {
        break;
      }
      rows.add(next);
    }
    return rows;
  }

  @Override
  public Optional<DecidedEpoch> header(long epoch) {
    return epoch >= 1 && epoch <= 3
        ? Optional.of(
            DecidedEpoch.newBuilder().setBatch(EpochBatch.newBuilder().setEpoch(epoch)).build())
        : Optional.empty();
  }

  @Override
  public OptionalLong epochOfBatch(Bytes32 batchId) {
    return batchId.get(0) == 0 ? OptionalLong.of(1) : OptionalLong.empty();
  }

  @Override
  public Optional<OperationPlace> place(OperationId id) {
    return Optional.of(new OperationPlace(id, 1, 0));
  }

  @Override
  public Optional<Bytes> envelope(OperationId id) {
    envelopesRead++;
    return Optional.of(ENVELOPE.copy());
  }

  @Override
  public Optional<AttributionTable> attribution(long epoch) {
    return Optional.of(new AttributionTable(List.of()));
  }

  @Override
  public Optional<RewardTable> reward(long epoch) {
    return Optional.of(new RewardTable(List.of()));
  }
}
