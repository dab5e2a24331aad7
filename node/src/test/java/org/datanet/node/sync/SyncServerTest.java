package org.datanet.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.datanet.node.network.Response;
import org.datanet.protocol.wire.EpochsRequest;
import org.datanet.protocol.wire.EpochsResponse;
import org.datanet.protocol.wire.OperationsWanted;
import org.junit.jupiter.api.Test;

class SyncServerTest {

  private final LargeOperations store = new LargeOperations();
  private final SyncServer server = new SyncServer(store, new SyncServerTarget.EmptyCore());

  @Test
  void readsNoMoreOperationsThanFitAnAnswer() throws Exception {
    int wanted = 1_024;
    EpochsRequest request =
        EpochsRequest.newBuilder()
            .setOperations(
                OperationsWanted.newBuilder()
                    .setOperationIds(ByteString.copyFrom(new byte[wanted * 32])))
            .build();

    Response answer = server.onEpochs("a peer", request.toByteArray()).toCompletableFuture().join();

    int fitting = SyncLimits.ANSWER_BYTES_MAX / LargeOperations.ENVELOPE_BYTES;
    EpochsResponse operations = EpochsResponse.parseFrom(((Response.Ok) answer).body());
    assertThat(operations.getOperations().getOperationsCount()).isEqualTo(fitting);
    assertThat(store.envelopesRead()).isEqualTo(fitting + 1);
  }
}
