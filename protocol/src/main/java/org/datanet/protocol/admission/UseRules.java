package org.datanet.protocol.admission;

import static org.datanet.protocol.admission.OperationRules.refused;

import java.util.Optional;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RecordState;

/** Paying for the use of records. ECONOMICS §5. */
final class UseRules {

  private UseRules() {}

  static Optional<Refusal> use(Ledger ledger, DatanetEntry datanet, Operation.Use operation) {
    long minMicros = datanet.getManifest().getParameters().getMinUseFeeMicros();
    if (operation.feeMicros() < minMicros) {
      return refused(
          Reason.FEE_TOO_SMALL,
          "offers "
              + Micros.text(operation.feeMicros())
              + ", the least is "
              + Micros.text(minMicros));
    }
    for (Operation.RecordWeight used : operation.records()) {
      String name = "record " + used.record().toUnprefixedHexString();
      Optional<RecordEntry> record = ledger.get(Keys.record(operation.datanet(), used.record()));
      if (record.isEmpty()) {
        return refused(Reason.UNKNOWN_RECORD, name);
      }
      if (record.get().getState() != RecordState.ACCEPTED) {
        return refused(Reason.RECORD_NOT_ACCEPTED, name + " is " + record.get().getState());
      }
    }
    return Optional.empty();
  }
}
