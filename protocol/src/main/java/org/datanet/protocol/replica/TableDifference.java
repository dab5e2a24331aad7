package org.datanet.protocol.replica;

import com.google.protobuf.MessageLite;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.RewardRow;

/**
 * The first row in which two tables differ; a side that is empty has fewer rows.
 *
 * @param table {@code attribution} or {@code reward}
 */
public record TableDifference(String table, int row, String ours, String theirs) {

  /** Rewards first: that is what people ask about. */
  static Optional<TableDifference> first(
      AttributionTable ourAttribution,
      RewardTable ourReward,
      AttributionTable theirAttribution,
      RewardTable theirReward) {
    return first("reward", ourReward.rows(), theirReward.rows())
        .or(() -> first("attribution", ourAttribution.rows(), theirAttribution.rows()));
  }

  private static <T extends MessageLite> Optional<TableDifference> first(
      String table, List<T> ours, List<T> theirs) {
    for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
      Optional<T> own = i < ours.size() ? Optional.of(ours.get(i)) : Optional.empty();
      Optional<T> other = i < theirs.size() ? Optional.of(theirs.get(i)) : Optional.empty();
      if (!own.equals(other)) {
        return Optional.of(
            new TableDifference(
                table,
                i,
                own.map(TableDifference::text).orElse(""),
                other.map(TableDifference::text).orElse("")));
      }
    }
    return Optional.empty();
  }

  private static String text(MessageLite row) {
    HexFormat hex = HexFormat.of();
    return switch (row) {
      case RewardRow reward ->
          "account %s datanet %s %s %d µ"
              .formatted(
                  hex.formatHex(reward.getAccount().toByteArray()),
                  hex.formatHex(reward.getDatanet().toByteArray()),
                  reward.getKind(),
                  reward.getAmountMicros());
      case AttributionRow attribution ->
          "record %s receipt %s %d ppm %d µ"
              .formatted(
                  hex.formatHex(attribution.getRecord().toByteArray()),
                  hex.formatHex(attribution.getReceipt().toByteArray()),
                  attribution.getWeightPpm(),
                  attribution.getAmountMicros());
      default -> throw new IllegalArgumentException("no table has rows of " + row.getClass());
    };
  }
}
