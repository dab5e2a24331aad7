package org.datanet.node.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.node.api.model.BanInfo;
import org.datanet.node.api.model.DroppedPeerInfo;
import org.datanet.node.api.model.NodeEvent;
import org.datanet.node.api.model.NodeStatus;
import org.datanet.node.api.model.PeerInfo;
import org.datanet.node.storage.OperationStore;
import org.datanet.node.storage.RecordStore;
import org.datanet.node.storage.StoreView;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.content.ContentFeatures;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.ParseResult;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;

/** A node without a network: a real store, real parsing, and a pool that takes what parses. */
final class StoredNode implements NodeFacade {

  private final Map<String, BanInfo> bans = new ConcurrentSkipListMap<>();

  private final World world;
  private final List<Consumer<NodeEvent>> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<Reason> closedFor = Optional.empty();
  private volatile CompletionStage<Long> nonce = CompletableFuture.completedFuture(1L);

  StoredNode(World world) {
    this.world = world;
  }

  /** From now on every operation is refused for this reason. */
  void refuseAll(Reason reason) {
    closedFor = Optional.of(reason);
  }

  /** What {@link #nextNonce} answers from now on. */
  void nextNonces(CompletionStage<Long> answer) {
    nonce = answer;
  }

  void tell(NodeEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  int listeners() {
    return listeners.size();
  }

  @Override
  public NodeStatus status() {
    return new NodeStatus(
        "api-test",
        Render.hex(World.NETWORK_ID),
        "0.1.0",
        "12D3KooWTest",
        List.of("/ip4/127.0.0.1/tcp/4001"),
        Optional.of(World.VALIDATOR.toDid()),
        true,
        2,
        0,
        false,
        Render.hex(world.stateRoot()),
        0,
        0,
        1,
        5_000,
        42,
        Optional.empty());
  }

  @Override
  public List<BanInfo> bans() {
    return List.copyOf(bans.values());
  }

  @Override
  public void ban(String peerId, Optional<Long> untilMs, String reason) {
    requirePeerId(peerId);
    bans.put(peerId, new BanInfo(peerId, untilMs, reason));
  }

  @Override
  public boolean unban(String peerId) {
    requirePeerId(peerId);
    return bans.remove(peerId) != null;
  }

  private static void requirePeerId(String text) {
    if (!text.startsWith("12D3KooW")) {
      throw new IllegalArgumentException(text);
    }
  }

  @Override
  public List<PeerInfo> peers() {
    return List.of(
        new PeerInfo(
            "12D3KooWPeer",
            "/ip4/127.0.0.1/udp/4002/quic-v1",
            "quic",
            true,
            Optional.of("datanet/0.1.0"),
            Optional.empty(),
            9_000,
            -1.5));
  }

  @Override
  public List<DroppedPeerInfo> droppedPeers() {
    return List.of(
        new DroppedPeerInfo(
            "12D3KooWGone", "/ip4/127.0.0.1/tcp/4003", "the socket ended", -81.0, 3_000));
  }

  @Override
  public CompletionStage<List<SubmitResult>> submit(List<byte[]> envelopes) {
    List<SubmitResult> results = new ArrayList<>();
    for (byte[] envelope : envelopes) {
      results.add(submit(envelope));
    }
    return CompletableFuture.completedFuture(results);
  }

  private SubmitResult submit(byte[] envelope) {
    OperationId id = OperationId.of(envelope);
    if (closedFor.isPresent()) {
      return new SubmitResult(id, closedFor.map(Refusal::of));
    }
    return switch (OperationCodec.parse(envelope)) {
      case ParseResult.Rejected rejected -> new SubmitResult(id, Optional.of(rejected.refusal()));
      case ParseResult.Parsed parsed -> {
        keep(id, envelope);
        yield new SubmitResult(id, Optional.empty());
      }
    };
  }

  private void keep(OperationId id, byte[] envelope) {
    try {
      world.store().operations().add(List.of(new OperationStore.Pending(id, Bytes.wrap(envelope))));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public CompletionStage<List<ContentResult>> putContents(List<byte[]> contents) {
    List<ContentResult> results = new ArrayList<>();
    for (byte[] content : contents) {
      results.add(put(content));
    }
    return CompletableFuture.completedFuture(results);
  }

  private ContentResult put(byte[] content) {
    if (content.length > RecordStore.CONTENT_BYTES_MAX) {
      return new ContentResult.Refused(Refusal.of(Reason.CONTENT_TOO_LARGE));
    }
    Cid cid = Cid.ofContent(content);
    try {
      world.store().records().put(cid, Bytes.wrap(content));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new ContentResult.Stored(cid, ContentFeatures.of(content));
  }

  @Override
  public CompletionStage<Long> nextNonce(AccountId account) {
    return nonce;
  }

  @Override
  public Optional<Bytes> pending(OperationId id) {
    OperationStore operations = world.store().operations();
    List<Bytes> found = new ArrayList<>();
    try {
      operations.forEachPending(
          (pending, envelope) -> {
            if (pending.equals(id)) {
              found.add(envelope);
            }
          });
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return found.stream().findFirst();
  }

  @Override
  public StoreView view() throws IOException {
    return world.store().view();
  }

  @Override
  public RecordStore records() {
    return world.store().records();
  }

  @Override
  public Subscription subscribe(Consumer<NodeEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
