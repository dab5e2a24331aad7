package org.datanet.node.api.model;

import java.util.List;

/**
 * @param throughEpoch the last epoch counted; below the last decided one while the node catches up
 *     with its own tables
 * @param accounts that earned anything
 */
public record Earners(long throughEpoch, int accounts, List<Earner> items) {
  public Earners {
    items = List.copyOf(items);
  }
}
