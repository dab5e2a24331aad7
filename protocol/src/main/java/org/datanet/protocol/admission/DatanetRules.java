package org.datanet.protocol.admission;

import static org.datanet.protocol.admission.OperationRules.refused;

import java.util.Optional;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.wire.NetworkParameters;

/** Creating a datanet. Bounds that need no ledger were checked when the operation was read. */
final class DatanetRules {

  private DatanetRules() {}

  static Optional<Refusal> create(Ledger ledger, NetworkParameters parameters, Manifest manifest) {
    if (ledger.get(Keys.datanetName(manifest.name())).isPresent()) {
      return refused(Reason.NAME_TAKEN, manifest.name());
    }
    int floor = parameters.getMinCuratorsFloor();
    int minCurators = manifest.parameters().minCurators();
    if (minCurators < floor) {
      return refused(
          Reason.PARAMETER_OUT_OF_BOUNDS,
          "min_curators is " + minCurators + ", this network asks for at least " + floor);
    }
    return Optional.empty();
  }
}
