package org.datanet.node.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.node.api.NodeFacade;
import org.datanet.node.api.model.BanInfo;
import org.datanet.node.api.model.DroppedPeerInfo;
import org.datanet.node.api.model.NodeEvent;
import org.datanet.node.api.model.NodeStatus;
import org.datanet.node.api.model.PeerInfo;
import org.datanet.node.keys.Keys;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.node.network.Occupancy;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.network.Total;
import org.datanet.node.storage.NodeStore;
import org.datanet.node.storage.RecordStore;
import org.datanet.node.storage.StoreView;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.content.ContentFeatures;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.replica.Replica;

/** The node as its API sees it. */
final class NodeService implements NodeFacade {

  private static final long CORE_ANSWER_MS = 5_000;

  private final NodeFiles files;
  private final Wiring wiring;
  private final NodeStore store;
  private final PeerNetwork network;
  private final NodeWatch watch;
  private final String networkId;
  private final String did;
  private final long startedMs = System.currentTimeMillis();

  NodeService(
      NodeFiles files, Wiring wiring, NodeStore store, PeerNetwork network, NodeWatch watch) {
    this.files = files;
    this.wiring = wiring;
    this.store = store;
    this.network = network;
    this.watch = watch;
    this.networkId = files.networkId().toUnprefixedHexString();
    this.did = Keys.accountOf(files.seed()).toDid();
  }

  void registerGauges(NodeMetrics metrics) {
    metrics.gauge("datanet.peers", "connected peers", () -> network.peers().size());
    for (Occupancy bounded : occupancy()) {
      String name = "datanet." + bounded.name();
      metrics.gauge(name, bounded.description(), bounded.used());
      metrics.gauge(name + ".max", "bound of " + name, bounded::max);
    }
    for (Total total : network.totals()) {
      metrics.total("datanet." + total.name(), total.description(), total.count());
    }
    for (String transport : PeerNetwork.TRANSPORTS) {
      metrics.gauge(
          "datanet.connections",
          "connections to peers, by transport",
          "transport",
          transport,
          () -> connectionsOver(transport));
    }
    metrics.gauge(
        "datanet.store.contents.bytes", "contents held", () -> store.records().totalBytes());
  }

  private List<Occupancy> occupancy() {
    return Stream.of(wiring.loop().occupancy(), wiring.contents().occupancy(), network.occupancy())
        .flatMap(List::stream)
        .toList();
  }

  private long connectionsOver(String transport) {
    return network.peers().stream().filter(peer -> peer.transport().equals(transport)).count();
  }

  @Override
  public NodeStatus status() {
    Replica.Standing standing = ask(Replica::standing);
    return new NodeStatus(
        files.genesis().getNetwork(),
        networkId,
        Version.text(),
        network.localPeerId(),
        network.listenAddresses(),
        Optional.of(did),
        standing.validator(),
        standing.lastEpoch(),
        standing.round(),
        standing.catchingUp(),
        standing.stateDigest().toUnprefixedHexString(),
        standing.poolOperations(),
        standing.poolBytes(),
        network.peers().size(),
        System.currentTimeMillis() - startedMs,
        ProcessHandle.current().pid(),
        watch.haltedBecause());
  }

  @Override
  public List<PeerInfo> peers() {
    long nowMs = System.currentTimeMillis();
    return network.peers().stream()
        .map(
            peer ->
                new PeerInfo(
                    peer.peerId(),
                    peer.address(),
                    peer.transport(),
                    peer.direction() == org.datanet.node.network.PeerInfo.Direction.OUTBOUND,
                    Optional.of(peer.agent()).filter(agent -> !agent.isEmpty()),
                    Optional.of(peer.latencyMicros())
                        .filter(latency -> latency >= 0)
                        .map(latency -> latency / 1_000),
                    nowMs - peer.connectedAtMs(),
                    peer.score()))
        .toList();
  }

  @Override
  public List<DroppedPeerInfo> droppedPeers() {
    long nowMs = System.currentTimeMillis();
    return network.dropped().stream()
        .map(
            peer ->
                new DroppedPeerInfo(
                    peer.peerId(),
                    peer.address(),
                    peer.reason(),
                    peer.score(),
                    nowMs - peer.droppedAtMs()))
        .toList();
  }

  @Override
  public List<BanInfo> bans() {
    return network.bans().stream()
        .map(
            ban ->
                new BanInfo(
                    ban.peerId(),
                    Optional.of(ban.untilMs()).filter(untilMs -> untilMs < Long.MAX_VALUE),
                    ban.reason()))
        .toList();
  }

  @Override
  public void ban(String peerId, Optional<Long> untilMs, String reason) throws IOException {
    network.ban(peerId, untilMs.orElse(Long.MAX_VALUE), reason);
  }

  @Override
  public boolean unban(String peerId) throws IOException {
    return network.unban(peerId);
  }

  @Override
  public CompletionStage<List<SubmitResult>> submit(List<byte[]> envelopes) {
    List<CompletableFuture<SubmitResult>> results = new ArrayList<>();
    for (byte[] envelope : envelopes) {
      results.add(
          wiring
              .intake()
              .submit(envelope)
              .thenApply(
                  submission ->
                      new SubmitResult(OperationId.of(envelope), refusal(submission.admission())))
              .toCompletableFuture());
    }
    return all(results);
  }

  private static Optional<Refusal> refusal(Admission admission) {
    return switch (admission) {
      case Admission.Accepted accepted -> Optional.empty();
      case Admission.Ignored ignored -> Optional.of(ignored.refusal());
      case Admission.Rejected rejected -> Optional.of(rejected.refusal());
    };
  }

  @Override
  public CompletionStage<List<ContentResult>> putContents(List<byte[]> contents) {
    List<ContentResult> results = new ArrayList<>();
    List<Cid> stored = new ArrayList<>();
    try {
      for (byte[] content : contents) {
        if (content.length > RecordStore.CONTENT_BYTES_MAX) {
          results.add(
              new ContentResult.Refused(
                  new Refusal(Reason.CONTENT_TOO_LARGE, content.length + " bytes")));
        } else {
          Cid cid = Cid.ofContent(content);
          store.records().put(cid, Bytes.wrap(content));
          stored.add(cid);
          results.add(new ContentResult.Stored(cid, ContentFeatures.of(content)));
        }
      }
      return CompletableFuture.completedFuture(results);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    } finally {
      wiring.contents().stored(stored);
    }
  }

  private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> stages) {
    return CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new))
        .thenApply(done -> stages.stream().map(CompletableFuture::join).toList());
  }

  @Override
  public CompletionStage<Long> nextNonce(AccountId account) {
    return wiring.loop().ask(replica -> replica.nextNonce(account));
  }

  @Override
  public Optional<Bytes> pending(OperationId id) {
    return ask(replica -> replica.pooled(id)).map(SignedOperation::envelope);
  }

  @Override
  public StoreView view() throws IOException {
    return store.view();
  }

  @Override
  public RecordStore records() {
    return store.records();
  }

  @Override
  public Subscription subscribe(Consumer<NodeEvent> listener) {
    Runnable end = watch.subscribe(listener);
    return end::run;
  }

  /** Asks the core and waits; the API calls from threads that may. */
  private <T> T ask(Function<Replica, T> question) {
    try {
      return wiring.loop().ask(question).get(CORE_ANSWER_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the core does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
