package org.datanet.node.sync;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.storage.EpochStore;
import org.datanet.node.storage.OperationPlace;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.Genesis;

/** Three decided epochs in which every operation is to be found, and large. Counts what is read. */
final class LargeOperations implements EpochStore {

  static final int ENVELOPE_BYTES = 60_000;

  private static final Bytes ENVELOPE = Bytes.repeat((byte) 1, ENVELOPE_BYTES);

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
