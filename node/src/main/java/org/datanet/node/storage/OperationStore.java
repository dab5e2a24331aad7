package org.datanet.node.storage;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.operation.OperationId;

/**
 * Operations that were admitted and not decided yet. How many there may be is the pool's bound, not
 * this store's. Writes survive the process at once and the machine with the next epoch or vote.
 */
public interface OperationStore {

  /** An envelope may have 64 KiB. docs/protocol.md §2.3. */
  int ENVELOPE_BYTES_MAX = 64 << 10;

  record Pending(OperationId id, Bytes envelope) {}

  /** Keeps the envelopes, all or none; an id that is held already keeps its place in the order. */
  void add(List<Pending> operations) throws IOException;

  /** Drops what left the pool without being decided; unknown ids are no error. */
  void remove(Collection<OperationId> ids) throws IOException;

  /** Visits every pending envelope in the order of admission, as the pool needs it at start. */
  void forEachPending(BiConsumer<OperationId, Bytes> visitor) throws IOException;
}
