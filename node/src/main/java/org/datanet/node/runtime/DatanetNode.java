package org.datanet.node.runtime;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.ApiServer;
import org.datanet.node.config.NodeConfig;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.node.keys.Keys;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.node.network.ConnectionLimits;
import org.datanet.node.network.NetworkConfig;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.network.Topics;
import org.datanet.node.storage.NodeStore;
import org.datanet.node.storage.RocksStore;
import org.datanet.node.storage.StoreIdentity;
import org.datanet.node.storage.StoreLimits;
import org.datanet.node.storage.StoreMode;
import org.datanet.node.sync.OperationVerifier;
import org.datanet.protocol.consensus.Timeouts;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.replica.Chain;
import org.datanet.protocol.replica.Replica;
import org.datanet.protocol.replica.ReplicaConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: store, core, network and API, assembled in this order and closed in the opposite one.
 */
public final class DatanetNode implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DatanetNode.class);

  private static final long START_TIMEOUT_MS = 20_000;

  private final CompletableFuture<String> stopped;
  private final Deque<AutoCloseable> parts;
  private final PeerNetwork network;
  private final ApiServer api;
  private final String apiHost;
  private final AccountId account;

  private DatanetNode(
      Deque<AutoCloseable> parts,
      PeerNetwork network,
      ApiServer api,
      String apiHost,
      AccountId account,
      CompletableFuture<String> stopped) {
    this.parts = parts;
    this.network = network;
    this.api = api;
    this.apiHost = apiHost;
    this.account = account;
    this.stopped = stopped;
  }

  /**
   * Opens the home and starts everything; returns when the node listens.
   *
   * @throws IOException for a home, a store or a port that cannot be used, with what to do about
   *     it; nothing is left running
   */
  public static DatanetNode start(NodeHome home) throws IOException {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    boolean complete = false;
    try {
      DatanetNode node = assemble(NodeFiles.read(home), parts);
      complete = true;
      return node;
    } finally {
      if (!complete) {
        closeAll(parts);
      }
    }
  }

  private static DatanetNode assemble(NodeFiles files, Deque<AutoCloseable> parts)
      throws IOException {
    CompletableFuture<String> stopped = new CompletableFuture<>();
    Bytes32 networkId = files.networkId();
    Ed25519Providers.Chosen ed25519 = Ed25519Providers.choose();
    Signer signer = Keys.signer(files.seed());
    NodeMetrics metrics = opened(parts, new NodeMetrics().bindJvm());
    NodeStore store = opened(parts, openStore(files));
    Workers workers = opened(parts, Workers.start());
    PeerNetwork network = opened(parts, network(files, store));
    OperationVerifier verifier =
        new OperationVerifier(networkId, ed25519.verifier(), workers.verifiers());
    Chain chain = StoredChain.open(store, files.genesis());
    AtomicLong lastCommitted = new AtomicLong(chain.lastEpoch());
    NodeWatch watch =
        new NodeWatch(files.home().folder(), lastCommitted, workers.events(), stopped::complete);
    Replica replica =
        new Replica(
            new ReplicaConfig(
                networkId,
                files.genesis().getParameters(),
                Timeouts.STANDARD,
                signer,
                ed25519.verifier(),
                new BeaconOnions(store.ledgers().ledger(), files.seed()),
                new Tampering(files.config().faults().tamperMicros())),
            chain,
            StoredChain.pending(store, verifier));
    Wiring wiring =
        opened(
            parts,
            new Wiring(
                new Wiring.Base(
                    networkId,
                    store,
                    network,
                    new Topics(files.genesis().getNetwork()),
                    workers,
                    ed25519.verifier(),
                    verifier,
                    metrics,
                    watch,
                    lastCommitted),
                replica));
    network.failed().thenAccept(bug -> watch.crashed("the network", Optional.empty(), bug));
    BeaconRenewal renewal =
        new BeaconRenewal(
            store.ledgers().ledger(),
            files.seed(),
            networkId,
            new RenewalDoor(wiring.loop(), wiring.intake()),
            metrics);
    watch.onEpoch(epoch -> workers.errands().execute(() -> renewal.committed(epoch)));
    wiring.register();
    wiring.recover(store.votes().read(chain.lastEpoch() + 1));
    await(network.start(), "the network does not start");
    wiring.begin();
    NodeService service = new NodeService(files, wiring, store, network, watch);
    service.registerGauges(metrics);
    ApiServer api =
        opened(
            parts,
            ApiServer.start(
                files.config().api().host(), files.config().api().port(), service, metrics));
    log.info(
        "{} on {}: API http://{}:{}, epoch {}, Ed25519 by {}",
        network.localPeerId(),
        network.listenAddresses(),
        files.config().api().host(),
        api.port(),
        chain.lastEpoch(),
        ed25519.name());
    return new DatanetNode(
        parts, network, api, files.config().api().host(), signer.account(), stopped);
  }

  private static NodeStore openStore(NodeFiles files) throws IOException {
    return RocksStore.open(
        files.home().folder().resolve(files.config().storage().path()),
        StoreIdentity.of(files.networkId()),
        StoreMode.READ_WRITE,
        StoreLimits.ofNativeMiB(files.config().storage().nativeMiB()));
  }

  /**
   * The node's libp2p identity is its account: a validator's peer id follows from its public key.
   */
  private static PeerNetwork network(NodeFiles files, NodeStore store) {
    NodeConfig.Network config = files.config().network();
    return files
        .network()
        .create(
            Identity.ofEd25519Seed(files.seed()),
            "datanet/" + Version.text(),
            new NetworkConfig(
                config.listen(),
                config.bootstrap(),
                config.announce(),
                config.mdns() ? Optional.of(localName(files.networkId())) : Optional.empty(),
                config.kad()
                    ? Optional.of(new Topics(files.genesis().getNetwork()).peerRouting())
                    : Optional.empty(),
                ConnectionLimits.DEFAULT),
            new StoredPeers(store.peers()),
            new SecureRandom().nextLong());
  }

  /** Nodes of other networks stay out of each other's sight. A service name has 15 characters. */
  private static String localName(Bytes32 networkId) {
    return "dn-" + networkId.slice(0, 5).toUnprefixedHexString();
  }

  private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> parts, T part) {
    parts.push(part);
    return part;
  }

  private static void await(CompletionStage<Void> stage, String problem) throws IOException {
    try {
      stage.toCompletableFuture().get(START_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(problem + ": " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new IOException(problem + " within " + START_TIMEOUT_MS + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting", e);
    }
  }

  /** Completes with the reason if the node must stop by itself. */
  public CompletableFuture<String> stopped() {
    return stopped;
  }

  /** Where the API answers, such as {@code http://127.0.0.1:9190}. */
  public String apiUrl() {
    return "http://%s:%d".formatted(apiHost, api.port());
  }

  /** The node's own account, as a DID. */
  public String account() {
    return account.toDid();
  }

  public String peerId() {
    return network.localPeerId();
  }

  public List<String> addresses() {
    return network.listenAddresses();
  }

  @Override
  public void close() {
    closeAll(parts);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) { // AutoCloseable allows any; the others must still be closed
        log.error("closing {} failed", part, e);
      }
    }
  }
}
