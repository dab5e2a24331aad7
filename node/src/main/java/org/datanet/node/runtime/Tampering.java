package org.datanet.node.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.RewardRow;

/**
 * The fault of {@code testnet up --tamper}: adds some µ to the first reward of every epoch, to see
 * that no quorum signs it. Only test networks allow it.
 */
record Tampering(long micros) implements UnaryOperator<EpochOutcome> {

  @Override
  public EpochOutcome apply(EpochOutcome outcome) {
    if (micros == 0 || outcome.reward().rows().isEmpty()) {
      return outcome;
    }
    List<RewardRow> rows = new ArrayList<>(outcome.reward().rows());
    RewardRow first = rows.getFirst();
    rows.set(
        0,
        first.toBuilder().setAmountMicros(Math.addExact(first.getAmountMicros(), micros)).build());
    return new EpochOutcome(
        outcome.changes(),
        outcome.beacon(),
        outcome.attribution(),
        new RewardTable(rows),
        outcome.burnedMicros());
  }
}
