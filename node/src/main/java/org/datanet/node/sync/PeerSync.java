package org.datanet.node.sync;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.network.PeerInfo;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.network.Topics;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.CertificateCodec;
import org.datanet.protocol.replica.Effect;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochRange;
import org.datanet.protocol.wire.EpochsRequest;
import org.datanet.protocol.wire.OperationsWanted;
import org.datanet.protocol.wire.RoundStateRequest;
import org.datanet.protocol.wire.Status;
import org.datanet.protocol.wire.StatusRequest;
import org.datanet.protocol.wire.TablesRequest;
import org.datanet.protocol.wire.TablesResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the core's questions to peers, each on a thread of its own that may wait, and hands
 * the answers back as inputs. A peer that does not answer, or not with what was asked, is passed
 * over for the next.
 */
public final class PeerSync {

  private static final Logger log = LoggerFactory.getLogger(PeerSync.class);

  private final PeerNetwork network;
  private final PeerQueries queries;
  private final OperationVerifier verifier;
  private final Bytes32 networkId;
  private final Function<AccountId, String> peerOf;
  private final LongSupplier lastCommitted;
  private final Executor errands;
  private final Consumer<Input> core;
  private final Consumer<byte[]> consensusMessages;
  private final AtomicBoolean catchingUp = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * @param peerOf the peer id of a validator's node
   * @param lastCommitted epoch, read from any thread
   * @param errands threads that may wait for a peer
   * @param consensusMessages where messages of a round state go: the same way as gossip
   */
  public PeerSync(
      PeerNetwork network,
      Topics topics,
      OperationVerifier verifier,
      Bytes32 networkId,
      Function<AccountId, String> peerOf,
      LongSupplier lastCommitted,
      Executor errands,
      Consumer<Input> core,
      Consumer<byte[]> consensusMessages) {
    this.network = network;
    this.queries = new PeerQueries(network, topics);
    this.verifier = verifier;
    this.networkId = networkId;
    this.peerOf = peerOf;
    this.lastCommitted = lastCommitted;
    this.errands = errands;
    this.core = core;
    this.consensusMessages = consensusMessages;
  }

  public boolean isCatchingUp() {
    return catchingUp.get();
  }

  public void close() {
    closed = true;
  }

  @FunctionalInterface
  private interface Errand {
    void run() throws IOException, InterruptedException;
  }

  private void onOwnThread(String what, Errand errand) {
    errands.execute(
        () -> {
          try {
            errand.run();
          } catch (IOException e) {
            log.debug("{}: {}", what, e.getMessage());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Fetches decided epochs from whoever is ahead until nobody is. One run at a time. */
  public void catchUp() {
    if (!closed && catchingUp.compareAndSet(false, true)) {
      onOwnThread(
          "catch-up",
          () -> {
            try {
              catchUpFromPeers();
            } finally {
              catchingUp.set(false);
            }
          });
    }
  }

  private void catchUpFromPeers() throws InterruptedException {
    long handedOver = lastCommitted.getAsLong();
    for (PeerInfo peer : network.peers()) {
      try {
        handedOver = Math.max(handedOver, catchUpFrom(peer.peerId(), handedOver));
      } catch (IOException e) {
        log.info("catching up from {}: {}", peer.peerId(), e.getMessage());
      }
    }
    core.accept(new Input.EpochsArrived(List.of()));
  }

  /** Gives the last epoch handed to the core. */
  private long catchUpFrom(String peer, long from) throws IOException, InterruptedException {
    Status status = status(peer);
    long handedOver = from;
    while (!closed && handedOver < status.getLastEpoch()) {
      List<DecidedEpoch> epochs = range(peer, handedOver + 1);
      List<Input.Decided> verified = new ArrayList<>();
      for (DecidedEpoch epoch : epochs) {
        verified.add(verified(peer, epoch));
      }
      if (verified.isEmpty()) {
        return handedOver;
      }
      awaitRoom(handedOver);
      core.accept(new Input.EpochsArrived(verified));
      handedOver += verified.size();
      if (handedOver >= status.getLastEpoch()) {
        status = status(peer);
      }
    }
    return handedOver;
  }

  /** The core executes slower than a peer sends: its queue is kept short. */
  private void awaitRoom(long handedOver) throws InterruptedException {
    while (!closed && handedOver - lastCommitted.getAsLong() > SyncLimits.EPOCHS_AHEAD_MAX) {
      Thread.sleep(20);
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

  private List<DecidedEpoch> range(String peer, long from)
      throws IOException, InterruptedException {
    EpochRange range =
        EpochRange.newBuilder()
            .setFromEpoch(from)
            .setEpochsMax(SyncLimits.EPOCHS_PER_REQUEST_MAX)
            .build();
    return queries
        .epochs(peer, EpochsRequest.newBuilder().setRange(range).build())
        .getEpochs()
        .getEpochsList();
  }

  private Input.Decided verified(String peer, DecidedEpoch epoch)
      throws IOException, InterruptedException {
    byte[] ids = epoch.getBatch().getOperationIds().toByteArray();
    List<OperationId> wanted = ids(ids);
    List<SignedOperation> operations;
    if (epoch.getOperationsCount() == 0 && !wanted.isEmpty()) {
      operations = operations(peer, wanted);
    } else {
      operations =
          verifier
              .decodeAll(epoch.getOperationsList().stream().map(ByteString::toByteArray).toList())
              .orElseThrow(() -> new IOException("an operation of it does not verify"));
    }
    if (!operations.stream().map(SignedOperation::id).toList().equals(wanted)) {
      throw new IOException(
          "operations and ids of epoch %d differ".formatted(epoch.getBatch().getEpoch()));
    }
    return new Input.Decided(
        epoch.getBatch(),
        CertificateCodec.parse(epoch.getCertificate())
            .orElseThrow(() -> new IOException("its certificate is malformed")),
        operations);
  }

  private static List<OperationId> ids(byte[] digests) throws IOException {
    if (digests.length % Bytes32.SIZE != 0) {
      throw new IOException("operation ids have 32 bytes");
    }
    List<OperationId> ids = new ArrayList<>();
    for (int offset = 0; offset < digests.length; offset += Bytes32.SIZE) {
      ids.add(new OperationId(Bytes32.wrap(digests, offset)));
    }
    return ids;
  }

  /** In the order wanted, those that the peer has. */
  private List<SignedOperation> operations(String peer, List<OperationId> wanted)
      throws IOException, InterruptedException {
    List<SignedOperation> operations = new ArrayList<>();
    int next = 0;
    while (next < wanted.size()) {
      int end = Math.min(wanted.size(), next + SyncLimits.OPERATION_IDS_PER_REQUEST_MAX);
      ByteString.Output ids = ByteString.newOutput();
      for (OperationId id : wanted.subList(next, end)) {
        byte[] digest = id.digest().toArrayUnsafe();
        ids.write(digest, 0, digest.length);
      }
      List<ByteString> envelopes =
          queries
              .epochs(
                  peer,
                  EpochsRequest.newBuilder()
                      .setOperations(
                          OperationsWanted.newBuilder().setOperationIds(ids.toByteString()))
                      .build())
              .getOperations()
              .getOperationsList();
      if (envelopes.isEmpty()) {
        break;
      }
      operations.addAll(
          verifier
              .decodeAll(envelopes.stream().map(ByteString::toByteArray).toList())
              .orElseThrow(() -> new IOException("an operation does not verify")));
      next += envelopes.size() < end - next ? Math.max(1, envelopes.size()) : end - next;
    }
    return operations;
  }

  /** Operations of a proposal that this node lacks: from the proposer, then from everybody. */
  public void fetchOperations(Effect.FetchOperations wanted) {
    onOwnThread(
        "operations",
        () -> {
          TreeSet<OperationId> missing = new TreeSet<>(wanted.ids());
          for (String peer : preferred(peerOf.apply(wanted.preferred()))) {
            if (missing.isEmpty() || closed) {
              return;
            }
            try {
              List<SignedOperation> found = operations(peer, List.copyOf(missing));
              found.forEach(operation -> missing.remove(operation.id()));
              core.accept(new Input.OperationsArrived(wanted.batchId(), found));
            } catch (IOException e) {
              log.debug("operations from {}: {}", peer, e.getMessage());
            }
          }
        });
  }

  private List<String> preferred(String first) {
    List<String> peers = new ArrayList<>();
    for (PeerInfo peer : network.peers()) {
      if (peer.peerId().equals(first)) {
        peers.addFirst(peer.peerId());
      } else {
        peers.add(peer.peerId());
      }
    }
    return peers;
  }

  public void fetchTables(Effect.FetchTables wanted) {
    onOwnThread(
        "tables",
        () -> {
          TablesRequest request =
              TablesRequest.newBuilder()
                  .setBatchId(ByteString.copyFrom(wanted.batchId().toArrayUnsafe()))
                  .build();
          for (String peer : preferred(peerOf.apply(wanted.from()))) {
            Optional<TablesResponse> tables = tables(peer, request);
            if (tables.isPresent()) {
              core.accept(
                  new Input.TablesArrived(
                      wanted.batchId(),
                      new AttributionTable(tables.get().getAttributionList()),
                      new RewardTable(tables.get().getRewardList())));
              return;
            }
          }
        });
  }

  private Optional<TablesResponse> tables(String peer, TablesRequest request)
      throws InterruptedException {
    try {
      return Optional.of(queries.tables(peer, request)).filter(TablesResponse::getKnown);
    } catch (IOException e) {
      log.debug("tables from {}: {}", peer, e.getMessage());
      return Optional.empty();
    }
  }

  /** Consensus messages that this node may have missed. */
  public void fetchRoundState(long epoch) {
    EpochsRequest request =
        EpochsRequest.newBuilder()
            .setRoundState(RoundStateRequest.newBuilder().setEpoch(epoch))
            .build();
    network.peers().stream()
        .limit(SyncLimits.ROUND_STATE_PEERS_MAX)
        .forEach(
            peer ->
                onOwnThread(
                    "round-state",
                    () ->
                        queries
                            .epochs(peer.peerId(), request)
                            .getRoundState()
                            .getMessagesList()
                            .stream()
                            .limit(SyncLimits.ROUND_STATE_MESSAGES_MAX)
                            .forEach(message -> consensusMessages.accept(message.toByteArray()))));
  }
}
