package org.datanet.node.sync;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.Status;

/** A core between two epochs, with nothing in its pool. */
record StoredCore(Bytes32 networkId, long lastEpoch) implements SyncServer.Core {

  @Override
  public CompletionStage<Status> status() {
    return CompletableFuture.completedFuture(
        Status.newBuilder()
            .setNetworkId(WireBytes.toWire(networkId))
            .setLastEpoch(lastEpoch)
            .build());
  }

  @Override
  public CompletionStage<List<Bytes>> roundState(long epoch) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletionStage<List<Bytes>> pooled(List<OperationId> ids) {
    return CompletableFuture.completedFuture(List.of());
  }
}
