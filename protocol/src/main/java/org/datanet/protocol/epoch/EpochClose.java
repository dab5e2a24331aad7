package org.datanet.protocol.epoch;

import java.util.List;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.NetworkEntry;

/** The close of an epoch: the steps of docs/protocol.md §5.4, in their order and nothing else. */
final class EpochClose {

  private EpochClose() {}

  static EpochOutcome run(EpochContext context) {
    Contributions.expireCommitments(context);
    PanelDraw panels = new PanelDraw(context);
    List<Settlement.Settled> settled = new Settlement(context, panels).run();
    Scoring.run(context, settled);
    panels.run();

    RewardRows rewards = new RewardRows();
    FeeDistribution fees = new FeeDistribution(context, rewards);
    fees.run();
    Tranches.grant(context, fees.tranches(), rewards);
    new Pots(context, rewards).split(fees.pots());

    Tranches.release(context);
    Ballots.release(context);
    Stakes.release(context);
    PayoutAge.run(context);

    context.settleMoney();
    ValidatorRotation.run(context);
    Scoring.expireTallies(context);
    updateNetwork(context);

    RewardTable table = rewards.table();
    Conservation.check(table, fees.feesMicros());
    Conservation.check(context.changes().changes(), context.burnedMicros());
    return new EpochOutcome(
        context.changes(), context.beacon(), fees.table(), table, context.burnedMicros());
  }

  private static void updateNetwork(EpochContext context) {
    NetworkEntry entry = context.require(Keys.network());
    context
        .changes()
        .put(
            Keys.network(),
            entry.toBuilder()
                .setEpoch(context.epoch())
                .setBeacon(WireBytes.toWire(context.beacon()))
                .setBurnedMicros(Math.addExact(entry.getBurnedMicros(), context.burnedMicros()))
                .build());
  }
}
