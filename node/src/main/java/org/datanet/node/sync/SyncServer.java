package org.datanet.node.sync;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.network.Response;
import org.datanet.node.storage.EpochStore;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochRange;
import org.datanet.protocol.wire.Epochs;
import org.datanet.protocol.wire.EpochsRequest;
import org.datanet.protocol.wire.EpochsResponse;
import org.datanet.protocol.wire.Operations;
import org.datanet.protocol.wire.OperationsWanted;
import org.datanet.protocol.wire.RoundState;
import org.datanet.protocol.wire.Status;
import org.datanet.protocol.wire.TablesRequest;
import org.datanet.protocol.wire.TablesResponse;

/**
 * Answers what peers ask: docs/protocol.md §7. Every answer is bounded; what does not fit is asked
 * for again.
 */
public final class SyncServer {

  /** Application refusals of the request/response transport start at 16. */
  private static final int BAD_REQUEST = 16;

  private static final int BUSY = 17;

  /** What only the core knows. */
  public interface Core {

    CompletionStage<Status> status();

    CompletionStage<List<Bytes>> roundState(long epoch);

    /** The envelopes of those that are in the pool. */
    CompletionStage<List<Bytes>> pooled(List<OperationId> ids);
  }

  private final EpochStore epochs;
  private final Core core;
  private final OfferedTables offered = new OfferedTables();
  private final Semaphore turns = new Semaphore(SyncLimits.ANSWERS_AT_ONCE_MAX);

  public SyncServer(EpochStore epochs, Core core) {
    this.epochs = epochs;
    this.core = core;
  }

  /** Tables of a batch that is not decided, to be shown to whoever finds others. */
  public void offer(Bytes32 batchId, AttributionTable attribution, RewardTable reward) {
    offered.add(batchId, new Tables.Offered(attribution, reward));
  }

  /** Handler of {@code …/epochs/1}; reads the disk, and waits for its turn to. */
  public CompletionStage<Response> onEpochs(String peer, byte[] body) {
    EpochsRequest request;
    try {
      request = EpochsRequest.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      return refused("not an EpochsRequest");
    }
    return switch (request.getRequestCase()) {
      case RANGE -> inTurn(() -> done(range(request.getRange())));
      case OPERATIONS -> inTurn(() -> operations(request.getOperations()));
      case STATUS ->
          core.status()
              .thenApply(status -> ok(EpochsResponse.newBuilder().setStatus(status).build()));
      case ROUND_STATE ->
          core.roundState(request.getRoundState().getEpoch()).thenApply(SyncServer::roundState);
      case REQUEST_NOT_SET -> refused("an empty request");
    };
  }

  /** Handler of {@code …/tables/1}; reads the disk, and waits for its turn to. */
  public CompletionStage<Response> onTables(String peer, byte[] body) {
    TablesRequest request;
    try {
      request = TablesRequest.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      return refused("not a TablesRequest");
    }
    if (request.getBatchId().size() != Bytes32.SIZE) {
      return refused("a batch id has 32 bytes");
    }
    if (request.getFromAttribution() < 0 || request.getFromReward() < 0) {
      return refused("no table has so many rows");
    }
    return inTurn(() -> CompletableFuture.completedFuture(new Response.Ok(page(request))));
  }

  @FunctionalInterface
  private interface Answering {
    CompletionStage<Response> answer() throws IOException;
  }

  /** A few answers at once are what the heap has room for, whoever asks. */
  private CompletionStage<Response> inTurn(Answering answering) {
    try {
      if (!turns.tryAcquire(SyncLimits.ANSWER_TURN_MS, TimeUnit.MILLISECONDS)) {
        return CompletableFuture.completedFuture(
            new Response.Refused(BUSY, "other answers are being put together; ask again"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(new IOException("the node stops", e));
    }
    boolean begun = false;
    try {
      CompletionStage<Response> answer = answering.answer();
      begun = true;
      return answer.whenComplete((any, failure) -> turns.release());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    } finally {
      if (!begun) {
        turns.release();
      }
    }
  }

  private byte[] page(TablesRequest request) throws IOException {
    Optional<Tables> tables = tables(Bytes32.wrap(request.getBatchId().toByteArray()));
    TablesResponse page =
        tables.isEmpty()
            ? TablesResponse.getDefaultInstance()
            : tables.get().page(request.getFromAttribution(), request.getFromReward());
    return page.toByteArray();
  }

  private Optional<Tables> tables(Bytes32 batchId) throws IOException {
    Optional<Tables> known = offered.find(batchId);
    if (known.isPresent()) {
      return known;
    }
    OptionalLong epoch = epochs.epochOfBatch(batchId);
    return epoch.isEmpty()
        ? Optional.empty()
        : Optional.of(new Tables.Stored(epochs, epoch.getAsLong()));
  }

  private EpochsResponse range(EpochRange wanted) throws IOException {
    Epochs.Builder answer = Epochs.newBuilder();
    int left = SyncLimits.ANSWER_BYTES_MAX;
    long count = Math.min(wanted.getEpochsMax(), SyncLimits.EPOCHS_PER_REQUEST_MAX);
    long from = Math.max(1, wanted.getFromEpoch());
    for (long epoch = from; epoch < from + count; epoch++) {
      Optional<DecidedEpoch> decided = epochs.decided(epoch, left);
      // An epoch that alone does not fit goes without its operations; they are asked for by id.
      if (decided.isEmpty() || (answer.getEpochsCount() > 0 && isCut(decided.get()))) {
        break;
      }
      left -= decided.get().getSerializedSize();
      if (left < 0 && answer.getEpochsCount() > 0) {
        break;
      }
      answer.addEpochs(decided.get());
    }
    return EpochsResponse.newBuilder().setEpochs(answer).build();
  }

  private static boolean isCut(DecidedEpoch epoch) {
    return epoch.getOperationsCount() == 0 && !epoch.getBatch().getOperationIds().isEmpty();
  }

  private CompletionStage<Response> operations(OperationsWanted wanted) throws IOException {
    byte[] ids = wanted.getOperationIds().toByteArray();
    int count = ids.length / Bytes32.SIZE;
    if (ids.length % Bytes32.SIZE != 0 || count > SyncLimits.OPERATION_IDS_PER_REQUEST_MAX) {
      return refused("operation ids have 32 bytes, at most 1,024 of them");
    }
    List<OperationId> undecided = new ArrayList<>();
    List<Bytes> envelopes = new ArrayList<>();
    int bytes = 0;
    // A thousand large envelopes are twenty times an answer: what does not fit is not read.
    for (int i = 0; i < count && bytes <= SyncLimits.ANSWER_BYTES_MAX; i++) {
      OperationId id = new OperationId(Bytes32.wrap(ids, i * Bytes32.SIZE));
      Optional<Bytes> envelope = epochs.envelope(id);
      if (envelope.isPresent()) {
        envelopes.add(envelope.get());
        bytes += envelope.get().size();
      } else {
        undecided.add(id);
      }
    }
    return core.pooled(undecided)
        .thenApply(
            pooled -> {
              envelopes.addAll(pooled);
              return new Response.Ok(
                  EpochsResponse.newBuilder()
                      .setOperations(fitting(envelopes))
                      .build()
                      .toByteArray());
            });
  }

  private static Operations fitting(List<Bytes> envelopes) {
    Operations.Builder answer = Operations.newBuilder();
    int bytes = 0;
    for (Bytes envelope : envelopes) {
      bytes += envelope.size();
      if (bytes > SyncLimits.ANSWER_BYTES_MAX) {
        break;
      }
      answer.addOperations(ByteString.copyFrom(envelope.toArrayUnsafe()));
    }
    return answer.build();
  }

  private static Response roundState(List<Bytes> messages) {
    RoundState.Builder state = RoundState.newBuilder();
    int bytes = 0;
    for (Bytes message : messages) {
      bytes += message.size();
      if (bytes > SyncLimits.ANSWER_BYTES_MAX) {
        break;
      }
      state.addMessages(ByteString.copyFrom(message.toArrayUnsafe()));
    }
    return new Response.Ok(EpochsResponse.newBuilder().setRoundState(state).build().toByteArray());
  }

  private static CompletionStage<Response> done(EpochsResponse answer) {
    return CompletableFuture.completedFuture(ok(answer));
  }

  private static Response ok(EpochsResponse answer) {
    return new Response.Ok(answer.toByteArray());
  }

  private static CompletionStage<Response> refused(String why) {
    return CompletableFuture.completedFuture(new Response.Refused(BAD_REQUEST, why));
  }
}
