package org.datanet.node.sync;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.network.Response;
import org.datanet.node.network.Topics;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.replica.BatchCodec;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.EpochCertificate;
import org.datanet.protocol.wire.EpochRange;
import org.datanet.protocol.wire.Epochs;
import org.datanet.protocol.wire.EpochsRequest;
import org.datanet.protocol.wire.EpochsResponse;
import org.datanet.protocol.wire.Operations;
import org.datanet.protocol.wire.Status;

/** A peer that claims to be a million epochs ahead, and what it gives instead of them. */
final class EpochLiar {

  enum Lie {
    ANOTHER_EPOCH,
    A_CERTIFICATE_OF_ANOTHER_BATCH,
    A_BATCH_WITHOUT_FORM,
    /** Only the core knows who may sign. */
    EPOCHS_THAT_NOBODY_SIGNED,
    OPERATIONS_THAT_DO_NOT_VERIFY,
    NO_PROTOBUF,
    NO_EPOCH(false),
    NO_ANSWER(false);

    final boolean proven;

    Lie() {
      this(true);
    }

    Lie(boolean proven) {
      this.proven = proven;
    }
  }

  private static final long CLAIMED = 1_000_000;

  private final Bytes32 networkId;
  private final Lie lie;
  private final AtomicInteger rangesAsked = new AtomicInteger();

  EpochLiar(Bytes32 networkId, Lie lie) {
    this.networkId = networkId;
    this.lie = lie;
  }

  void serveOn(PeerNetwork network, Topics topics) {
    network.serve(topics.epochs(), (from, body) -> answer(body));
  }

  int rangesAsked() {
    return rangesAsked.get();
  }

  private CompletionStage<Response> answer(byte[] body) {
    EpochsRequest request;
    try {
      request = EpochsRequest.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      return CompletableFuture.failedFuture(e);
    }
    EpochsResponse.Builder answer = EpochsResponse.newBuilder();
    switch (request.getRequestCase()) {
      case STATUS ->
          answer.setStatus(
              Status.newBuilder().setNetworkId(WireBytes.toWire(networkId)).setLastEpoch(CLAIMED));
      case RANGE -> {
        rangesAsked.incrementAndGet();
        if (lie == Lie.NO_ANSWER) {
          return new CompletableFuture<>();
        }
        if (lie == Lie.NO_PROTOBUF) {
          return CompletableFuture.completedFuture(new Response.Ok(new byte[] {7, 7, 7}));
        }
        answer.setEpochs(epochs(request.getRange()));
      }
      case OPERATIONS ->
          answer.setOperations(
              Operations.newBuilder().addOperations(ByteString.copyFromUtf8("no operation")));
      case ROUND_STATE, REQUEST_NOT_SET -> {}
    }
    return CompletableFuture.completedFuture(new Response.Ok(answer.build().toByteArray()));
  }

  private Epochs epochs(EpochRange range) {
    Epochs.Builder epochs = Epochs.newBuilder();
    for (int i = 0; i < range.getEpochsMax() && lie != Lie.NO_EPOCH; i++) {
      epochs.addEpochs(madeUp(range.getFromEpoch() + i));
    }
    return epochs.build();
  }

  private DecidedEpoch madeUp(long wanted) {
    long epoch = lie == Lie.ANOTHER_EPOCH ? wanted + 1 : wanted;
    ByteString hash = WireBytes.toWire(networkId);
    EpochBatch.Builder batch =
        EpochBatch.newBuilder()
            .setEpoch(epoch)
            .setNetworkId(hash)
            .setProposer(hash)
            .setBeaconLayer(hash)
            .setStateDigest(hash)
            .setAttributionRoot(hash)
            .setRewardRoot(hash)
            .setNextValidatorsHash(hash);
    if (lie == Lie.A_BATCH_WITHOUT_FORM) {
      batch.clearProposer();
    } else if (lie == Lie.OPERATIONS_THAT_DO_NOT_VERIFY) {
      batch.setOperationIds(hash);
    }
    Bytes32 id =
        lie == Lie.A_CERTIFICATE_OF_ANOTHER_BATCH ? networkId : BatchCodec.id(batch.build());
    return DecidedEpoch.newBuilder()
        .setBatch(batch)
        .setCertificate(
            EpochCertificate.newBuilder().setEpoch(epoch).setBatchId(WireBytes.toWire(id)))
        .build();
  }
}
