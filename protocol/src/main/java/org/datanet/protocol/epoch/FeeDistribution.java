package org.datanet.protocol.epoch;

import java.util.List;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.epoch.EpochContext.Receipt;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.FeeSplit;
import org.datanet.protocol.reward.LargestRemainder;
import org.datanet.protocol.wire.AttributionRow;

/**
 * The fees of an epoch's receipts: per receipt the split by role and that of the contributors'
 * share over the receipt's own records; the other roles' shares are summed into pots. ECONOMICS §5,
 * §6, docs/protocol.md §5.4.5.
 */
final class FeeDistribution {

  private static final long WEIGHTS_SUM_PPM = 1_000_000;

  private record Attribution(RecordRef record, OperationId receipt)
      implements Comparable<Attribution> {
    @Override
    public int compareTo(Attribution other) {
      int order = record.compareTo(other.record);
      return order != 0 ? order : receipt.compareTo(other.receipt);
    }
  }

  /** What the roles without attribution get of a datanet's receipts, in micro-credits. */
  record Pot(long reserveMicros, long curatorMicros, long validatorMicros) {
    static final Pot EMPTY = new Pot(0, 0, 0);

    Pot plus(FeeSplit split) {
      // Nobody earns jurors' or maintenance pay before juries and re-curation exist. §5.4.6.
      long reserve =
          Math.addExact(
              split.reserveMicros(), Math.addExact(split.jurorMicros(), split.maintenanceMicros()));
      return new Pot(
          Math.addExact(reserveMicros, reserve),
          Math.addExact(curatorMicros, split.curatorMicros()),
          Math.addExact(validatorMicros, split.validatorMicros()));
    }
  }

  private final EpochContext context;
  private final RewardRows rewards;
  private final TreeMap<Attribution, AttributionRow> attributions = new TreeMap<>();
  private final TreeMap<RecordRef, Long> tranches = new TreeMap<>();
  private final TreeMap<Bytes32, Pot> pots = new TreeMap<>();
  private long feesMicros;

  FeeDistribution(EpochContext context, RewardRows rewards) {
    this.context = context;
    this.rewards = rewards;
  }

  void run() {
    context.receipts().forEach(this::distribute);
  }

  private void distribute(Receipt receipt) {
    Operation.Use use = receipt.use();
    FeeSplit split = FeeSplit.of(use.feeMicros(), context.parameters(use.datanet()));
    feesMicros = Math.addExact(feesMicros, use.feeMicros());
    context.burn(split.burnMicros());
    rewards.addBurn(use.datanet(), split.burnMicros());
    pots.merge(use.datanet(), Pot.EMPTY.plus(split), (sum, one) -> sum.plus(split));
    attribute(receipt, split.contributorMicros());
  }

  /** Linear in the fee and only to the receipt's own records: everything else is farmed. */
  private void attribute(Receipt receipt, long shareMicros) {
    List<Operation.RecordWeight> records = receipt.use().records();
    long[] weights = records.stream().mapToLong(Operation.RecordWeight::weight).toArray();
    List<Bytes32> ids = records.stream().map(Operation.RecordWeight::record).toList();
    long[] amounts = split(shareMicros, weights, ids);
    long[] ppm = split(WEIGHTS_SUM_PPM, weights, ids);
    for (int i = 0; i < ids.size(); i++) {
      RecordRef record = new RecordRef(receipt.use().datanet(), ids.get(i));
      tranches.merge(record, amounts[i], Math::addExact);
      attributions.put(
          new Attribution(record, receipt.id()),
          AttributionRow.newBuilder()
              .setDatanet(WireBytes.toWire(record.datanet()))
              .setRecord(WireBytes.toWire(record.record()))
              .setReceipt(WireBytes.toWire(receipt.id().digest()))
              .setWeightPpm(ppm[i])
              .setAmountMicros(amounts[i])
              .build());
    }
  }

  private long[] split(long pot, long[] weights, List<Bytes32> ids) {
    return LargestRemainder.split(pot, weights, ids, context.beacon())
        .orElseThrow(() -> new InvariantViolation("a receipt without weight"));
  }

  /** What each record earned, in micro-credits, over all receipts of the epoch. */
  TreeMap<RecordRef, Long> tranches() {
    return tranches;
  }

  TreeMap<Bytes32, Pot> pots() {
    return pots;
  }

  /** All fees that were paid, in micro-credits. */
  long feesMicros() {
    return feesMicros;
  }

  AttributionTable table() {
    return new AttributionTable(List.copyOf(attributions.values()));
  }
}
