package org.datanet.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.network.Response;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.wire.Status;

/** Whatever a peer asks is answered or refused, within the size of an answer. */
public final class SyncServerTarget implements FuzzTarget {

  private final SyncServer server = new SyncServer(new LargeOperations(), new EmptyCore());

  @Override
  public String name() {
    return "sync-request";
  }

  @Override
  public void accept(byte[] input) {
    assertAnswered(server.onEpochs("a peer", input));
    assertAnswered(server.onTables("a peer", input));
  }

  private static void assertAnswered(CompletionStage<Response> answer) {
    switch (answer.toCompletableFuture().join()) {
      case Response.Ok ok ->
          assertThat(ok.body()).hasSizeLessThanOrEqualTo(2 * SyncLimits.ANSWER_BYTES_MAX);
      case Response.Refused refused -> assertThat(refused.code()).isBetween(16, 255);
    }
  }

  /** A pool without operations, in an epoch without messages. */
  static final class EmptyCore implements SyncServer.Core {

    @Override
    public CompletionStage<Status> status() {
      return CompletableFuture.completedFuture(Status.getDefaultInstance());
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

  /** An answer, built and serialised; 32 bytes of a request name one operation of 60,000. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return 4L * SyncLimits.ANSWER_BYTES_MAX + 128L * inputBytes;
  }
}
