package org.datanet.node.api.model;

import java.util.List;

/** One outcome per content, in the order sent. */
public record ContentOutcomes(List<ContentOutcome> results) {
  public ContentOutcomes {
    results = List.copyOf(results);
  }
}
