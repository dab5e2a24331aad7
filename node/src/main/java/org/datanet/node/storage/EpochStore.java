package org.datanet.node.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.RewardRow;

/** Decided epochs and the tables that follow from them. Epochs count from 1; 0 is genesis. */
public interface EpochStore {

  /** Empty until genesis is committed. */
  Optional<Genesis> genesis() throws IOException;

  /** The last epoch committed, 0 right after genesis, empty before it. */
  OptionalLong lastEpoch() throws IOException;

  /** Batch, certificate and all envelopes: up to 16 MiB. */
  Optional<DecidedEpoch> decided(long epoch) throws IOException;

  /** The same, but without envelopes where with them it would have more than {@code bytesMax}. */
  Optional<DecidedEpoch> decided(long epoch, long bytesMax) throws IOException;

  /** Batch and certificate alone, without the envelopes. */
  Optional<DecidedEpoch> header(long epoch) throws IOException;

  /** The epoch that was decided with this {@link EpochBatch}. */
  OptionalLong epochOfBatch(Bytes32 batchId) throws IOException;

  Optional<OperationPlace> place(OperationId id) throws IOException;

  /** The envelope of a decided operation. */
  Optional<Bytes> envelope(OperationId id) throws IOException;

  /** Rows in the epoch's table; 0 where there is none. */
  int attributionRows(long epoch) throws IOException;

  /** Rows in the epoch's table; 0 where there is none. */
  int rewardRows(long epoch) throws IOException;

  /** In order; none where the range is behind the end, or the epoch not in the store. */
  List<AttributionRow> attribution(long epoch, RowRange range) throws IOException;

  /** In order; none where the range is behind the end, or the epoch not in the store. */
  List<RewardRow> reward(long epoch, RowRange range) throws IOException;

  /** Empty if the epoch is not in the store; a table without rows if nothing was attributed. */
  Optional<AttributionTable> attribution(long epoch) throws IOException;

  /** Empty if the epoch is not in the store. */
  Optional<RewardTable> reward(long epoch) throws IOException;
}
