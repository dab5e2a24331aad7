package org.datanet.node.sync;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.network.PeerInfo;
import org.datanet.node.network.PeerNetwork;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.epoch.EpochLimits;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.BatchCodec;
import org.datanet.protocol.replica.CertificateCodec;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.EpochRange;
import org.datanet.protocol.wire.EpochsRequest;
import org.datanet.protocol.wire.Status;
import org.datanet.protocol.wire.StatusRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run through the peers for decided epochs. Each peer has a turn; it ends when the peer has no
 * more, when what it sent is false, or when its time is up. Only what the core committed counts, so
 * the next peer goes on from there.
 */
final class CatchUp {

  private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

  private final PeerNetwork network;
  private final PeerQueries queries;
  private final OperationQueries operations;
  private final Bytes32 networkId;
  private final LongSupplier lastCommitted;
  private final SyncCore core;
  private final SyncPatience patience;
  private final BooleanSupplier closed;

  /**
   * @param lastCommitted epoch, read from any thread
   */
  CatchUp(
      PeerNetwork network,
      PeerQueries queries,
      OperationQueries operations,
      Bytes32 networkId,
      LongSupplier lastCommitted,
      SyncCore core,
      SyncPatience patience,
      BooleanSupplier closed) {
    this.network = network;
    this.queries = queries;
    this.operations = operations;
    this.networkId = networkId;
    this.lastCommitted = lastCommitted;
    this.core = core;
    this.patience = patience;
    this.closed = closed;
  }

  void run() throws InterruptedException {
    for (PeerInfo peer : network.peers()) {
      if (closed.getAsBoolean()) {
        return;
      }
      try {
        catchUpFrom(peer.peerId());
      } catch (LieException lie) {
        log.info("catching up from {}: {}", peer.peerId(), lie.getMessage());
        network.blame(peer.peerId(), lie.what());
      } catch (IOException e) {
        log.info("catching up from {}: {}", peer.peerId(), e.getMessage());
      }
    }
    core.take(new Input.EpochsArrived(List.of()));
  }

  /** The core executes one answer while the next is fetched. */
  private void catchUpFrom(String peer) throws IOException, InterruptedException {
    Turn turn = Turn.of(patience.turnMs());
    long handedOver = lastCommitted.getAsLong();
    CompletableFuture<Void> execution = CompletableFuture.completedFuture(null);
    long claimed = status(peer).getLastEpoch();
    while (!closed.getAsBoolean() && handedOver < claimed) {
      turn.check();
      List<Input.Decided> epochs = epochs(peer, handedOver + 1, turn);
      awaitCommitted(handedOver, execution);
      if (epochs.isEmpty()) {
        return;
      }
      execution = core.takeEpochs(new Input.EpochsArrived(epochs)).toCompletableFuture();
      handedOver += epochs.size();
      if (handedOver >= claimed) {
        claimed = status(peer).getLastEpoch();
      }
    }
    awaitCommitted(handedOver, execution);
  }

  /** Whether a quorum signed the epochs, the core finds out: it commits no others. */
  private void awaitCommitted(long epoch, CompletableFuture<Void> execution)
      throws IOException, InterruptedException {
    boolean executed = false;
    while (!executed) {
      long before = lastCommitted.getAsLong();
      try {
        execution.get(patience.epochMs(), TimeUnit.MILLISECONDS);
        executed = true;
      } catch (TimeoutException e) {
        if (lastCommitted.getAsLong() == before) {
          throw new IOException("the core has not executed its epochs in time", e);
        }
      } catch (ExecutionException e) {
        throw new IOException("the core takes no epochs now", e.getCause());
      }
    }
    long committed = lastCommitted.getAsLong();
    if (committed < epoch) {
      throw new LieException("its epoch %d is not what a quorum decided".formatted(committed + 1));
    }
  }

  private Status status(String peer) throws IOException, InterruptedException {
    Status status =
        queries
            .epochs(
                peer,
                EpochsRequest.newBuilder().setStatus(StatusRequest.getDefaultInstance()).build())
            .getStatus();
    if (!networkId.equals(Bytes.wrap(status.getNetworkId().toByteArray()))) {
      throw new IOException("it is of another network");
    }
    return status;
  }

  /** As many as the peer gives and fit one handing over. */
  private List<Input.Decided> epochs(String peer, long from, Turn turn)
      throws IOException, InterruptedException {
    EpochRange range =
        EpochRange.newBuilder()
            .setFromEpoch(from)
            .setEpochsMax(SyncLimits.EPOCHS_PER_REQUEST_MAX)
            .build();
    List<DecidedEpoch> given =
        queries
            .epochs(peer, EpochsRequest.newBuilder().setRange(range).build())
            .getEpochs()
            .getEpochsList();
    List<Input.Decided> epochs = new ArrayList<>();
    long bytes = 0;
    for (DecidedEpoch epoch : given) {
      if (epochs.size() >= SyncLimits.EPOCHS_PER_REQUEST_MAX
          || bytes > EpochLimits.ENVELOPE_BYTES_MAX) {
        break;
      }
      Input.Decided decided = checked(peer, epoch, from + epochs.size(), turn);
      bytes += decided.operations().stream().mapToLong(o -> o.envelope().size()).sum();
      epochs.add(decided);
    }
    return epochs;
  }

  private Input.Decided checked(String peer, DecidedEpoch epoch, long expected, Turn turn)
      throws IOException, InterruptedException {
    EpochBatch batch = epoch.getBatch();
    if (batch.getEpoch() != expected) {
      throw new LieException(
          "epoch %d stands where %d was asked for".formatted(batch.getEpoch(), expected));
    }
    Optional<Refusal> malformed = BatchCodec.check(batch);
    if (malformed.isPresent()) {
      throw new LieException("its epoch %d: %s".formatted(expected, malformed.get().message()));
    }
    Certificate certificate =
        CertificateCodec.parse(epoch.getCertificate())
            .orElseThrow(() -> new LieException("a certificate is malformed"));
    if (certificate.epoch() != expected || !certificate.valueId().equals(BatchCodec.id(batch))) {
      throw new LieException(
          "the certificate of its epoch %d is of another batch".formatted(expected));
    }
    List<OperationId> wanted = ids(batch);
    List<SignedOperation> found =
        epoch.getOperationsCount() == 0
            ? operations.from(peer, wanted, turn)
            : operations.verified(epoch.getOperationsList());
    if (epoch.getOperationsCount() == 0 && found.size() < wanted.size()) {
      throw new IOException("it lacks operations of its epoch " + expected);
    }
    if (!found.stream().map(SignedOperation::id).toList().equals(wanted)) {
      throw new LieException("operations and ids of its epoch %d differ".formatted(expected));
    }
    return new Input.Decided(batch, certificate, found);
  }

  /** Of a batch that {@link BatchCodec#check} let through. */
  private static List<OperationId> ids(EpochBatch batch) {
    ByteString digests = batch.getOperationIds();
    byte[] bytes = digests.toByteArray();
    List<OperationId> ids = new ArrayList<>();
    for (int offset = 0; offset < bytes.length; offset += Bytes32.SIZE) {
      ids.add(new OperationId(Bytes32.wrap(bytes, offset)));
    }
    return ids;
  }
}
