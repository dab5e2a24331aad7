package org.datanet.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionStage;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.network.Response;

/** Whatever a peer asks is answered or refused, within the size of an answer. */
public final class SyncServerTarget implements FuzzTarget {

  private final SyncServer server =
      new SyncServer(new LargeOperations(), new StoredCore(Bytes32.ZERO, 0));

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

  /** An answer, as rows and serialised; 32 bytes of a request name one operation of 60,000. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return 8L * SyncLimits.ANSWER_BYTES_MAX + 128L * inputBytes;
  }
}
