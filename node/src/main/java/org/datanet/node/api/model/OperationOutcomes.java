package org.datanet.node.api.model;

import java.util.List;

/** One outcome per envelope, in the order sent. */
public record OperationOutcomes(List<OperationOutcome> results) {
  public OperationOutcomes {
    results = List.copyOf(results);
  }
}
