package org.datanet.node.sync;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.datanet.node.storage.EpochStore;
import org.datanet.node.storage.RowRange;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.RewardRow;
import org.datanet.protocol.wire.TablesResponse;

/** Both tables of one batch, of which a page at a time is given to peers. */
sealed interface Tables {

  int attributionRows() throws IOException;

  int rewardRows() throws IOException;

  List<AttributionRow> attribution(RowRange range) throws IOException;

  List<RewardRow> reward(RowRange range) throws IOException;

  /** As many rows as fit an answer, those of the reward table behind the last of the other. */
  default TablesResponse page(int fromAttribution, int fromReward) throws IOException {
    int attributionRows = attributionRows();
    TablesResponse.Builder page =
        TablesResponse.newBuilder()
            .setKnown(true)
            .setAttributionRows(attributionRows)
            .setRewardRows(rewardRows())
            .addAllAttribution(attribution(range(fromAttribution, SyncLimits.ANSWER_BYTES_MAX)));
    if (fromAttribution + page.getAttributionCount() >= attributionRows) {
      int left = Math.max(0, SyncLimits.ANSWER_BYTES_MAX - page.build().getSerializedSize());
      page.addAllReward(reward(range(fromReward, left)));
    }
    return page.build();
  }

  private static RowRange range(int from, int bytesMax) {
    return new RowRange(from, SyncLimits.ROWS_PER_ANSWER_MAX, bytesMax);
  }

  /** Of a decided epoch. */
  record Stored(EpochStore epochs, long epoch) implements Tables {

    @Override
    public int attributionRows() throws IOException {
      return epochs.attributionRows(epoch);
    }

    @Override
    public int rewardRows() throws IOException {
      return epochs.rewardRows(epoch);
    }

    @Override
    public List<AttributionRow> attribution(RowRange range) throws IOException {
      return epochs.attribution(epoch, range);
    }

    @Override
    public List<RewardRow> reward(RowRange range) throws IOException {
      return epochs.reward(epoch, range);
    }
  }

  /** Of a batch that is not decided. */
  record Offered(AttributionTable attribution, RewardTable reward) implements Tables {

    @Override
    public int attributionRows() {
      return attribution.rows().size();
    }

    @Override
    public int rewardRows() {
      return reward.rows().size();
    }

    @Override
    public List<AttributionRow> attribution(RowRange range) {
      return within(attribution.rows(), range);
    }

    @Override
    public List<RewardRow> reward(RowRange range) {
      return within(reward.rows(), range);
    }

    private static <T extends MessageLite> List<T> within(List<T> rows, RowRange range) {
      List<T> within = new ArrayList<>();
      long bytes = 0;
      for (int i = range.from(); i < rows.size() && within.size() < range.rowsMax(); i++) {
        bytes += rows.get(i).getSerializedSize();
        if (bytes > range.bytesMax()) {
          break;
        }
        within.add(rows.get(i));
      }
      return within;
    }
  }
}
