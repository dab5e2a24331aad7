package org.datanet.node.sync;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.RewardRow;
import org.datanet.protocol.wire.TablesRequest;
import org.datanet.protocol.wire.TablesResponse;

/**
 * Both tables of a batch from one peer, page by page. Whether they are right, the core finds out.
 */
final class TableQueries {

  private final PeerQueries queries;

  TableQueries(PeerQueries queries) {
    this.queries = queries;
  }

  /** Empty where the peer does not know the batch. */
  Optional<Input.TablesArrived> from(String peer, Bytes32 batchId, Turn turn)
      throws IOException, InterruptedException {
    List<AttributionRow> attribution = new ArrayList<>();
    List<RewardRow> reward = new ArrayList<>();
    long bytes = 0;
    boolean whole = false;
    while (!whole) {
      turn.check();
      TablesRequest request =
          TablesRequest.newBuilder()
              .setBatchId(ByteString.copyFrom(batchId.toArrayUnsafe()))
              .setFromAttribution(attribution.size())
              .setFromReward(reward.size())
              .build();
      TablesResponse page = queries.tables(peer, request);
      if (!page.getKnown()) {
        return Optional.empty();
      }
      attribution.addAll(page.getAttributionList());
      reward.addAll(page.getRewardList());
      whole =
          attribution.size() == page.getAttributionRows() && reward.size() == page.getRewardRows();
      bytes += page.getSerializedSize();
      if (!whole && page.getAttributionCount() + page.getRewardCount() == 0) {
        throw new LieException("it has fewer rows than it says");
      }
      if (bytes > SyncLimits.TABLES_BYTES_MAX) {
        throw new LieException("its tables have more bytes than a batch makes");
      }
    }
    return Optional.of(
        new Input.TablesArrived(
            batchId, new AttributionTable(attribution), new RewardTable(reward)));
  }
}
