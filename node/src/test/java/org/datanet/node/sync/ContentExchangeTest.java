package org.datanet.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.network.ContentSource;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.storage.RecordStore;
import org.datanet.node.storage.RocksStore;
import org.datanet.node.storage.StoreIdentity;
import org.datanet.node.storage.StoreLimits;
import org.datanet.node.storage.StoreMode;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.WantedContent;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with a store, and a peer that has contents, over real sockets. */
class ContentExchangeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Bytes32 WORDS = Bytes32.leftPad(Bytes.of(1));
  private static final Bytes CONTENT = bytes("{\"word\": \"tree\"}");

  @TempDir Path folder;

  private final PeerNetwork network = LoopbackPeer.create(1);
  private final PeerNetwork peer = LoopbackPeer.create(2);
  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService errands = Executors.newVirtualThreadPerTaskExecutor();
  private final RecordedCore core = new RecordedCore();
  private RocksStore store;
  private ContentExchange exchange;

  @BeforeEach
  void start() throws Exception {
    store =
        RocksStore.open(
            folder, StoreIdentity.of(Bytes32.ZERO), StoreMode.READ_WRITE, StoreLimits.defaults());
    exchange = new ContentExchange(records(), ledger(), network, timers, errands, core);
    network.serveContent(exchange.source());
    peer.serveContent(new Everything());
    LoopbackPeer.start(network);
    LoopbackPeer.start(peer);
  }

  @AfterEach
  void stop() throws Exception {
    timers.shutdownNow();
    List.of(network, peer).forEach(PeerNetwork::close);
    errands.shutdownNow();
    store.close();
  }

  private RecordStore records() {
    return store.records();
  }

  /** With one datanet, whose contents are JSON with a word. */
  private static MemoryLedger ledger() {
    MemoryLedger ledger = new MemoryLedger();
    LedgerChanges changes = new LedgerChanges(ledger);
    changes.put(
        Keys.datanet(WORDS),
        DatanetEntry.newBuilder()
            .setManifest(
                Manifest.newBuilder().setMediaType("application/json").addRequiredFields("word"))
            .build());
    ledger.apply(changes.changes());
    return ledger;
  }

  private static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static WantedContent wanted(Bytes content, long sizeBytes) {
    return new WantedContent(WORDS, Cid.ofContent(content.toArrayUnsafe()), sizeBytes);
  }

  /** A peer that serves both contents of this test. */
  private static final class Everything implements ContentSource {

    static final Bytes NOT_JSON = bytes("no JSON");

    @Override
    public Optional<byte[]> content(byte[] cid) {
      return List.of(CONTENT, NOT_JSON).stream()
          .filter(c -> Cid.ofContent(c.toArrayUnsafe()).toBytes().equals(Bytes.wrap(cid)))
          .findFirst()
          .map(Bytes::toArray);
    }

    @Override
    public boolean has(byte[] cid) {
      return content(cid).isPresent();
    }
  }

  /** Keeps what it is told, once it has room. */
  private static final class RecordedCore implements SyncCore {

    final AtomicInteger refusals = new AtomicInteger();
    final BlockingQueue<Input> told = new LinkedBlockingQueue<>();

    @Override
    public boolean take(Input input) {
      return refusals.getAndUpdate(left -> Math.max(0, left - 1)) == 0 && told.add(input);
    }

    @Override
    public CompletionStage<Void> takeEpochs(Input.EpochsArrived epochs) {
      return CompletableFuture.failedFuture(new IllegalStateException("nobody fetches epochs"));
    }

    Input next() {
      await().atMost(PATIENCE).until(() -> !told.isEmpty());
      return told.remove();
    }
  }

  @Test
  void fetchesAContentFromAPeerAndKeepsIt() throws Exception {
    LoopbackPeer.connect(network, peer);
    WantedContent content = wanted(CONTENT, CONTENT.size());

    exchange.want(List.of(content), Optional.of(peer.localPeerId()));

    assertThat(core.next())
        .isInstanceOfSatisfying(
            Input.ContentReady.class,
            ready -> {
              assertThat(ready.content()).isEqualTo(content);
              assertThat(ready.features().getSizeBytes()).isEqualTo(CONTENT.size());
            });
    assertThat(records().get(content.cid())).contains(CONTENT);
  }

  @Test
  void doesNotKeepAContentOfAnotherSizeThanTheOpeningSays() throws Exception {
    LoopbackPeer.connect(network, peer);
    WantedContent content = wanted(CONTENT, 1_000_000);

    exchange.want(List.of(content), Optional.empty());

    assertThat(refusal(core.next()).reason()).isEqualTo(Reason.CONTENT_MISMATCH);
    assertThat(records().has(content.cid())).isFalse();
  }

  @Test
  void doesNotKeepAContentThatIsNotOfTheDatanetsSchema() throws Exception {
    LoopbackPeer.connect(network, peer);
    WantedContent content = wanted(Everything.NOT_JSON, Everything.NOT_JSON.size());

    exchange.want(List.of(content), Optional.empty());

    assertThat(refusal(core.next()).reason()).isEqualTo(Reason.SCHEMA_MISMATCH);
    assertThat(records().has(content.cid())).isFalse();
  }

  private static Refusal refusal(Input told) {
    assertThat(told).isInstanceOf(Input.ContentRefused.class);
    return ((Input.ContentRefused) told).refusal();
  }

  @Test
  void keepsAContentThatOneOfTwoOpeningsDescribesRightly() throws Exception {
    LoopbackPeer.connect(network, peer);
    WantedContent right = wanted(CONTENT, CONTENT.size());
    WantedContent wrong = wanted(CONTENT, 7);

    exchange.want(List.of(wrong, right), Optional.empty());

    assertThat(List.of(core.next().getClass(), core.next().getClass()))
        .containsExactlyInAnyOrder(Input.ContentRefused.class, Input.ContentReady.class);
    assertThat(records().has(right.cid())).isTrue();
  }

  @Test
  void anUploadIsJudgedAtOnceForWhoeverWaitsForIt() throws Exception {
    WantedContent content = wanted(CONTENT, CONTENT.size());
    exchange.want(List.of(content), Optional.empty());

    records().put(content.cid(), CONTENT);
    exchange.stored(List.of(content.cid()));

    assertThat(core.next()).isInstanceOf(Input.ContentReady.class);
  }

  @Test
  void tellsACoreThatHadNoRoomAgain() throws Exception {
    records().put(wanted(CONTENT, 0).cid(), CONTENT);
    core.refusals.set(2);

    exchange.want(List.of(wanted(CONTENT, CONTENT.size())), Optional.empty());

    assertThat(core.next()).isInstanceOf(Input.ContentReady.class);
  }
}
