package org.datanet.testnet.demo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datanet.node.api.model.NodeStatus;

/**
 * A decided epoch as members learn of it.
 *
 * @param epoch 0 before the first is decided
 * @param round that decided; 0 at genesis
 * @param applied text ids of the operations that this epoch, and those since the view before, hold
 * @param statuses of all nodes, empty for those that do not answer
 */
record EpochView(long epoch, int round, Set<String> applied, List<Optional<NodeStatus>> statuses) {

  EpochView {
    applied = Set.copyOf(applied);
    statuses = List.copyOf(statuses);
  }

  long nextEpoch() {
    return epoch + 1;
  }
}
