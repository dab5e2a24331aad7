package org.datanet.protocol.epoch;

import java.util.Comparator;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.RewardKind;
import org.datanet.protocol.wire.RewardRow;

/** The reward table while it grows: amounts by (account, datanet, kind). docs/protocol.md §5.5. */
final class RewardRows {

  /** Whose rows burn and reserve are. */
  private static final AccountId NOBODY = new AccountId(Bytes32.ZERO);

  private record Row(AccountId account, Bytes32 datanet, RewardKind kind) {}

  private final TreeMap<Row, Long> amounts =
      new TreeMap<>(
          Comparator.comparing(Row::account)
              .thenComparing(Row::datanet)
              .thenComparing(row -> row.kind().getNumber()));

  void add(AccountId account, Bytes32 datanet, RewardKind kind, long amountMicros) {
    InvariantViolation.require(amountMicros >= 0, "a negative reward: " + amountMicros);
    if (amountMicros > 0) {
      amounts.merge(new Row(account, datanet, kind), amountMicros, Math::addExact);
    }
  }

  void addReserve(Bytes32 datanet, long amountMicros) {
    add(NOBODY, datanet, RewardKind.RESERVE, amountMicros);
  }

  void addBurn(Bytes32 datanet, long amountMicros) {
    add(NOBODY, datanet, RewardKind.BURN, amountMicros);
  }

  RewardTable table() {
    return new RewardTable(
        amounts.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList());
  }

  private static RewardRow row(Row row, long amountMicros) {
    return RewardRow.newBuilder()
        .setAccount(WireBytes.toWire(row.account()))
        .setDatanet(WireBytes.toWire(row.datanet()))
        .setKind(row.kind())
        .setAmountMicros(amountMicros)
        .build();
  }
}
