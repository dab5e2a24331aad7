package org.datanet.protocol.operation;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.datanet.protocol.wire.RecordWeight;
import org.datanet.protocol.wire.Transfer;
import org.datanet.protocol.wire.Use;

/** Fields of uses and transfers: bounds, and the way to and from the wire. */
final class MoneyFields {

  private MoneyFields() {}

  static Optional<Refusal> check(Use wire) {
    List<ByteString> ids = wire.getRecordsList().stream().map(RecordWeight::getRecord).toList();
    FieldCheck check =
        FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
            .hash("datanet", wire.getDatanet())
            .range("fee_micros", wire.getFeeMicros(), 1, OperationLimits.AMOUNT_MICROS_MAX)
            .count("records", wire.getRecordsCount(), 1, OperationLimits.USE_RECORDS_MAX)
            .sortedHashes("records", ids);
    for (RecordWeight record : wire.getRecordsList()) {
      check.range("weight", record.getWeight(), 1, OperationLimits.USE_WEIGHT_MAX);
    }
    return check.refusal();
  }

  static Operation read(Use wire) {
    return new Operation.Use(
        WireBytes.hash(wire.getDatanet()),
        wire.getFeeMicros(),
        wire.getRecordsList().stream()
            .map(r -> new Operation.RecordWeight(WireBytes.hash(r.getRecord()), r.getWeight()))
            .toList());
  }

  static Use write(Operation.Use operation) {
    Use.Builder wire =
        Use.newBuilder()
            .setDatanet(WireBytes.toWire(operation.datanet()))
            .setFeeMicros(operation.feeMicros());
    for (Operation.RecordWeight record : operation.records()) {
      wire.addRecords(
          RecordWeight.newBuilder()
              .setRecord(WireBytes.toWire(record.record()))
              .setWeight(record.weight()));
    }
    return wire.build();
  }

  static Optional<Refusal> check(Transfer wire) {
    return FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
        .hash("to", wire.getTo())
        .range("amount_micros", wire.getAmountMicros(), 1, OperationLimits.AMOUNT_MICROS_MAX)
        .refusal();
  }

  static Operation read(Transfer wire) {
    return new Operation.Transfer(WireBytes.account(wire.getTo()), wire.getAmountMicros());
  }

  static Transfer write(Operation.Transfer operation) {
    return Transfer.newBuilder()
        .setTo(WireBytes.toWire(operation.to()))
        .setAmountMicros(operation.amountMicros())
        .build();
  }
}
