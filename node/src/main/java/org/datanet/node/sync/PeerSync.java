package org.datanet.node.sync;

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
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.network.PeerInfo;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.network.Topics;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.wire.EpochsRequest;
import org.datanet.protocol.wire.RoundStateRequest;
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
  private final OperationQueries operations;
  private final TableQueries tables;
  private final CatchUp catchUp;
  private final Function<AccountId, String> peerOf;
  private final Executor errands;
  private final SyncCore core;
  private final SyncPatience patience;
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
      SyncCore core,
      Consumer<byte[]> consensusMessages) {
    this(
        network,
        topics,
        verifier,
        networkId,
        peerOf,
        lastCommitted,
        errands,
        core,
        consensusMessages,
        SyncPatience.STANDARD);
  }

  PeerSync(
      PeerNetwork network,
      Topics topics,
      OperationVerifier verifier,
      Bytes32 networkId,
      Function<AccountId, String> peerOf,
      LongSupplier lastCommitted,
      Executor errands,
      SyncCore core,
      Consumer<byte[]> consensusMessages,
      SyncPatience patience) {
    this.network = network;
    this.queries = new PeerQueries(network, topics, patience.requestMs());
    this.operations = new OperationQueries(queries, verifier);
    this.tables = new TableQueries(queries);
    this.catchUp =
        new CatchUp(
            network, queries, operations, networkId, lastCommitted, core, patience, () -> closed);
    this.peerOf = peerOf;
    this.errands = errands;
    this.core = core;
    this.consensusMessages = consensusMessages;
    this.patience = patience;
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
              catchUp.run();
            } finally {
              catchingUp.set(false);
            }
          });
    }
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
              List<SignedOperation> found =
                  operations.from(peer, List.copyOf(missing), Turn.of(patience.turnMs()));
              found.forEach(operation -> missing.remove(operation.id()));
              core.take(new Input.OperationsArrived(wanted.batchId(), found));
            } catch (LieException lie) {
              network.blame(peer, lie.what());
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

  /** From the peer named, then from whoever has them. */
  public void fetchTables(Effect.FetchTables wanted) {
    onOwnThread(
        "tables",
        () -> {
          for (String peer : preferred(peerOf.apply(wanted.from()))) {
            Optional<Input.TablesArrived> found = tables(peer, wanted.batchId());
            if (found.isPresent()) {
              core.take(found.get());
              return;
            }
          }
        });
  }

  private Optional<Input.TablesArrived> tables(String peer, Bytes32 batchId)
      throws InterruptedException {
    try {
      return tables.from(peer, batchId, Turn.of(patience.turnMs()));
    } catch (LieException lie) {
      network.blame(peer, lie.what());
      return Optional.empty();
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
