package org.datanet.node.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.NodeEvent;
import org.datanet.node.api.model.OperationInfo;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.ledger.LedgerTable;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RecordState;

/** The events that the node tells, in the API's terms. */
public final class NodeEvents {

  private NodeEvents() {}

  public static NodeEvent pooled(SignedOperation operation) {
    return moved(operation, OperationInfo.State.PENDING, Optional.empty());
  }

  public static NodeEvent dropped(OperationId id, Refusal refusal) {
    return new NodeEvent.OperationMoved(
        id.toString(),
        "",
        "",
        OperationInfo.State.UNKNOWN,
        Optional.empty(),
        Optional.of(refusal.reason().name()));
  }

  /** The epoch first, then its operations, then the records that it moved, in key order. */
  public static List<NodeEvent> committed(
      DecidedEpoch decided, List<SignedOperation> operations, List<LedgerChanges.Change> changes) {
    long epoch = decided.getBatch().getEpoch();
    List<NodeEvent> events = new ArrayList<>();
    events.add(new NodeEvent.EpochDecided(Render.epoch(decided)));
    for (SignedOperation operation : operations) {
      events.add(moved(operation, OperationInfo.State.APPLIED, Optional.of(epoch)));
    }
    for (LedgerChanges.Change change : changes) {
      if (change.key().table() == LedgerTable.RECORDS
          && change.after().isPresent()
          && change.after().get() instanceof RecordEntry after
          && !state(change).equals(Optional.of(after.getState()))) {
        events.add(
            new NodeEvent.RecordMoved(
                part(change.key(), 0), part(change.key(), 1), after.getState().name(), epoch));
      }
    }
    return events;
  }

  private static Optional<RecordState> state(LedgerChanges.Change change) {
    return change.before().map(before -> ((RecordEntry) before).getState());
  }

  private static String part(LedgerKey<?> key, int index) {
    return Render.hex(key.part(index * Bytes32.SIZE, Bytes32.SIZE));
  }

  private static NodeEvent moved(
      SignedOperation operation, OperationInfo.State state, Optional<Long> epoch) {
    return new NodeEvent.OperationMoved(
        operation.id().toString(),
        operation.author().toDid(),
        operation.operation().getClass().getSimpleName(),
        state,
        epoch,
        Optional.empty());
  }
}
