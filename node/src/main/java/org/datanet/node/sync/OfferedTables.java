package org.datanet.node.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/** Tables of batches that are not decided; the newest stay. Any thread. */
final class OfferedTables {

  private record Offer(Bytes32 batchId, Tables.Offered tables) {
    long rows() {
      return (long) tables.attributionRows() + tables.rewardRows();
    }
  }

  private final Deque<Offer> offers = new ArrayDeque<>();
  private long rows;

  synchronized void add(Bytes32 batchId, Tables.Offered tables) {
    if (find(batchId).isPresent()) {
      return;
    }
    Offer offer = new Offer(batchId, tables);
    offers.addLast(offer);
    rows += offer.rows();
    while (offers.size() > SyncLimits.OFFERED_TABLES_MAX
        || (rows > SyncLimits.OFFERED_ROWS_MAX && offers.size() > 1)) {
      rows -= offers.removeFirst().rows();
    }
  }

  synchronized Optional<Tables> find(Bytes32 batchId) {
    return offers.stream()
        .filter(offer -> offer.batchId().equals(batchId))
        .<Tables>map(Offer::tables)
        .findFirst();
  }
}
