package org.datanet.node.libp2p.bitswap;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.host.Use;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.streams.FrameDecoder;
import org.datanet.node.libp2p.streams.Intake;
import org.datanet.node.libp2p.streams.PeerSlots;
import org.datanet.node.libp2p.streams.ProtoParts;
import org.datanet.node.libp2p.streams.ProtocolThread;
import org.datanet.node.libp2p.wire.BitswapWire.Message;
import org.datanet.node.libp2p.wire.BitswapWire.Message.BlockPresence;
import org.datanet.node.libp2p.wire.BitswapWire.Message.BlockPresenceType;

/** Bitswap over a host: fetches blocks from peers and serves ours, on a thread of its own. */
public final class Bitswap implements AutoCloseable {

  public static final String PROTOCOL = "/ipfs/bitswap/1.2.0";

  /** Largest block served or taken. */
  public static final int BLOCK_BYTES_MAX = 1 << 20;

  /** A block of full size with a wantlist beside it; go-bitswap sends messages of 2 MiB at most. */
  static final int MESSAGE_BYTES_MAX = 2 << 20;

  /** Fields of a message: several thousand entries of five. */
  private static final int PARTS_MAX = 32_768;

  /** Streams that one peer may have open to us; go-bitswap opens one a message and closes it. */
  private static final int STREAMS_PER_PEER_MAX = 16;

  private static final long TICK_MS = 250;

  private final Host host;
  private final BlockSource source;
  private final ProtocolThread thread;
  private final WantManager wants = new WantManager();
  private final Map<PeerId, BitswapPeer> peers = new TreeMap<>();
  private final Map<Fetch, CompletableFuture<FetchOutcome>> fetches = new LinkedHashMap<>();
  private final PeerSlots inboundStreams = new PeerSlots(STREAMS_PER_PEER_MAX);
  private volatile int wanted;
  private volatile int asked;
  private volatile boolean closing;

  public Bitswap(Host host, BlockSource source) {
    this.host = host;
    this.source = source;
    this.thread = new ProtocolThread("bitswap", this::tick, TICK_MS);
  }

  /** Completes with the bug that has ended bitswap. */
  public CompletionStage<Throwable> failed() {
    return thread.failed();
  }

  /** Registers with the host; call before the host listens. */
  public void start() {
    host.handle(PROTOCOL, this::onInboundStream);
    host.addListener(new Connections());
    thread.start();
  }

  /**
   * Fetches blocks. The preferred peer is asked first, then all.
   *
   * @param cids in binary form, of SHA-256; each counts once
   * @param timeoutMs from now; what has not come by then is given as missing
   * @return fails with an {@link IOException} where a CID is of another kind, too many blocks are
   *     wanted at once, or bitswap is closed
   */
  public CompletionStage<FetchOutcome> fetch(
      List<byte[]> cids, Optional<PeerId> preferred, long timeoutMs, BlockSink sink) {
    Fetch fetch = new Fetch(preferred, sink, ProtocolThread.nowMs() + timeoutMs);
    for (byte[] cid : cids) {
      Optional<BlockCid> known = BlockCid.decode(ByteString.copyFrom(cid));
      if (known.isEmpty()) {
        return CompletableFuture.failedFuture(new IOException("not a CID of SHA-256"));
      }
      fetch.missing.add(known.get());
    }
    CompletableFuture<FetchOutcome> outcome = new CompletableFuture<>();
    thread.execute(() -> begin(fetch, outcome));
    // Looked at after the event was queued: one that close() did not overtake is served.
    if (closing) {
      outcome.completeExceptionally(new IOException("bitswap is closed"));
    }
    return outcome;
  }

  /** The ledger of a connected peer. */
  public CompletionStage<TransferCounts> counts(PeerId peer) {
    return CompletableFuture.supplyAsync(
        () -> {
          TransferCounts received = wants.counts(peer);
          BitswapPeer known = peers.get(peer);
          TransferCounts sent = known == null ? TransferCounts.NONE : known.serving().counts();
          return new TransferCounts(
              received.blocksReceived(),
              received.bytesReceived(),
              sent.blocksSent(),
              sent.bytesSent(),
              received.corrupt(),
              sent.refused());
        },
        thread);
  }

  /** What we and peers can fill here, and how full it is. */
  public List<Use> uses() {
    return List.of(
        new Use("wanted", "blocks that we want", () -> wanted, WantManager.WANTS_MAX),
        new Use(
            "asked",
            "blocks asked of us and not sent yet, of the peer that asks most",
            () -> asked,
            ServeQueue.WANTS_MAX),
        new Use(
            "streams",
            "streams of the peer that has most open to us",
            inboundStreams::most,
            inboundStreams.perPeerMax()));
  }

  /** Ends all fetches with what they have. */
  @Override
  public void close() {
    closing = true;
    thread.execute(
        () -> {
          List.copyOf(fetches.keySet()).forEach(this::finish);
          thread.close();
        });
  }

  private void begin(Fetch fetch, CompletableFuture<FetchOutcome> outcome) {
    if (!wants.hasRoom(fetch.missing.size())) {
      outcome.completeExceptionally(new IOException("too many blocks are wanted at once"));
      return;
    }
    fetches.put(fetch, outcome);
    if (fetch.missing.isEmpty()) {
      finish(fetch);
      return;
    }
    wants.start(fetch, ProtocolThread.nowMs());
    tellPeers();
  }

  private void finish(Fetch fetch) {
    CompletableFuture<FetchOutcome> outcome = fetches.remove(fetch);
    wants.end(fetch, ProtocolThread.nowMs());
    if (outcome != null) {
      outcome.complete(
          new FetchOutcome(
              fetch.received,
              fetch.missing.stream().map(cid -> cid.bytes().toByteArray()).toList()));
    }
  }

  private void tick() {
    long nowMs = ProtocolThread.nowMs();
    fetches.keySet().stream()
        .filter(fetch -> fetch.deadlineMs <= nowMs)
        .toList()
        .forEach(this::finish);
    wants.tick(nowMs);
    tellPeers();
    wanted = wants.size();
    asked = peers.values().stream().mapToInt(peer -> peer.serving().size()).max().orElse(0);
  }

  private void tellPeers() {
    for (PeerId peer : wants.peersToTell()) {
      BitswapPeer known = peers.get(peer);
      if (known != null) {
        known.pump();
      }
    }
  }

  private void onMessage(PeerId from, byte[] frame) {
    BitswapPeer peer = peers.get(from);
    Optional<Message> parsed = parse(frame);
    if (peer == null || parsed.isEmpty()) {
      return;
    }
    Message message = parsed.get();
    long nowMs = ProtocolThread.nowMs();
    List<Fetch> completed = new ArrayList<>();
    for (Message.Block block : message.getPayloadList()) {
      wants.onBlock(from, block.getPrefix(), block.getData(), nowMs, completed);
    }
    for (BlockPresence presence : message.getBlockPresencesList()) {
      BlockCid.decode(presence.getCid())
          .ifPresent(
              cid ->
                  wants.onPresence(from, cid, presence.getType() == BlockPresenceType.HAVE, nowMs));
    }
    peer.serving().onWantlist(message.getWantlist());
    peer.pump();
    tellPeers();
    completed.forEach(this::finish);
  }

  /** Empty where the frame is no message or has too many parts. */
  static Optional<Message> parse(byte[] frame) {
    boolean bounded =
        ProtoParts.within(
            frame,
            PARTS_MAX,
            (depth, field) ->
                depth == 0 && field == Message.WANTLIST_FIELD_NUMBER || depth == 1 && field == 1);
    if (!bounded) {
      return Optional.empty();
    }
    try {
      return Optional.of(Message.parseFrom(frame));
    } catch (InvalidProtocolBufferException malformed) {
      return Optional.empty();
    }
  }

  private void join(PeerId peer) {
    if (!peers.containsKey(peer)) {
      peers.put(peer, new BitswapPeer(peer, host, thread, wants, new ServeQueue(source)));
      wants.peerConnected(peer, ProtocolThread.nowMs());
      tellPeers();
    }
  }

  private void leave(PeerId peer) {
    BitswapPeer known = peers.remove(peer);
    if (known != null) {
      known.end();
      wants.peerDisconnected(peer, ProtocolThread.nowMs());
      tellPeers();
    }
  }

  private boolean isConnected(PeerId peer) {
    return host.connections().stream().anyMatch(open -> open.remotePeer().equals(peer));
  }

  private Stream.Listener onInboundStream(Stream stream) {
    boolean admitted = inboundStreams.tryTake(stream.remotePeer());
    if (!admitted) {
      stream.reset();
    }
    return new InboundListener(stream, admitted);
  }

  private final class Connections implements Host.ConnectionListener {

    @Override
    public void onConnected(Host.PeerConnection connection) {
      // Identify tells first whether the peer speaks bitswap.
    }

    @Override
    public void onIdentified(Host.PeerConnection connection, List<String> protocols) {
      if (protocols.contains(PROTOCOL)) {
        thread.execute(() -> join(connection.remotePeer()));
      }
    }

    @Override
    public void onDisconnected(Host.PeerConnection connection, String reason) {
      thread.execute(() -> leave(connection.remotePeer()));
    }
  }

  /** Frames are cut on the connection's event loop and parsed on bitswap's thread. */
  private final class InboundListener implements Stream.Listener {

    private final boolean admitted;
    private final Intake intake;
    private final FrameDecoder decoder = new FrameDecoder(MESSAGE_BYTES_MAX);

    InboundListener(Stream stream, boolean admitted) {
      this.admitted = admitted;
      this.intake = new Intake(stream);
    }

    @Override
    public void onData(Stream stream, ByteBuf data) {
      FrameDecoder.Result result = decoder.feed(data, frame -> queue(stream.remotePeer(), frame));
      if (result != FrameDecoder.Result.OK) {
        stream.reset();
      }
    }

    private void queue(PeerId from, byte[] frame) {
      intake.add(frame.length);
      thread.execute(
          () -> {
            // The peer's message may overtake identify's.
            if (!peers.containsKey(from) && isConnected(from)) {
              join(from);
            }
            onMessage(from, frame);
            intake.remove(frame.length);
          });
    }

    @Override
    public void onRemoteClose(Stream stream) {
      stream.closeWrite();
    }

    @Override
    public void onClosed(Stream stream) {
      if (admitted) {
        inboundStreams.release(stream.remotePeer());
      }
    }
  }
}
