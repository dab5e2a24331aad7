package org.datanet.node.libp2p.kad;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.streams.FrameDecoder;
import org.datanet.node.libp2p.streams.Frames;
import org.datanet.node.libp2p.streams.Intake;
import org.datanet.node.libp2p.streams.PeerSlots;
import org.datanet.node.libp2p.streams.ProtocolThread;
import org.datanet.node.libp2p.wire.KadWire.Message;

/**
 * Streams on which other peers ask us: any number of requests, one answered after the other. Frames
 * are cut on the connection's event loop; everything else runs on the thread of peer routing.
 */
final class Serving {

  private final Executor thread;
  private final long idleMs;
  private final BiFunction<PeerId, Message, Optional<Message>> answers;
  private final PeerSlots slots = new PeerSlots(KadLimits.STREAMS_PER_PEER_MAX);
  private final Set<Served> open = new LinkedHashSet<>();
  private final Map<PeerId, Allowance> allowances = new HashMap<>();
  private long served;
  private long refused;
  private volatile boolean closed;

  /**
   * @param thread runs what it is given one at a time
   */
  Serving(Executor thread, long idleMs, BiFunction<PeerId, Message, Optional<Message>> answers) {
    this.thread = thread;
    this.idleMs = idleMs;
    this.answers = answers;
  }

  /** A peer opened a stream; any thread. */
  Stream.Listener onStream(Stream stream) {
    boolean admitted = slots.tryTake(stream.remotePeer());
    Served serving = new Served(stream, admitted);
    if (admitted && !closed) {
      thread.execute(() -> begin(serving));
    } else {
      stream.reset();
    }
    return serving;
  }

  private void begin(Served serving) {
    if (!serving.over) {
      open.add(serving);
    }
  }

  /** Open streams of the peer that has most. */
  int streamsOfOnePeer() {
    Map<PeerId, Integer> counts = new HashMap<>();
    open.forEach(serving -> counts.merge(serving.stream.remotePeer(), 1, Integer::sum));
    return counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  long served() {
    return served;
  }

  long refused() {
    return refused;
  }

  void tick(long nowMs) {
    open.stream()
        .filter(serving -> nowMs - serving.lastRequestMs >= idleMs)
        .toList()
        .forEach(serving -> serving.stream.reset());
    allowances.values().removeIf(allowance -> allowance.isFull(nowMs));
  }

  void close() {
    closed = true;
    List.copyOf(open).forEach(serving -> serving.stream.reset());
  }

  private void serve(Served serving, byte[] frame) {
    if (serving.over) {
      return;
    }
    long nowMs = ProtocolThread.nowMs();
    PeerId from = serving.stream.remotePeer();
    Optional<Message> request = KadCodec.decode(frame);
    boolean allowed = allowances.computeIfAbsent(from, peer -> new Allowance(nowMs)).take(nowMs);
    if (request.isEmpty() || !allowed) {
      refuse(serving.stream);
      return;
    }
    served++;
    serving.lastRequestMs = nowMs;
    // Where the peer does not read, the stream's bound on what waits resets it.
    answers.apply(from, request.get()).map(Frames::encode).ifPresent(serving.stream::write);
  }

  private void refuse(Stream stream) {
    refused++;
    stream.reset();
  }

  private final class Served implements Stream.Listener {

    private final Stream stream;
    private final boolean admitted;
    private final Intake intake;
    private final FrameDecoder decoder = new FrameDecoder(KadLimits.MESSAGE_BYTES_MAX);
    private volatile boolean over;
    private long lastRequestMs = ProtocolThread.nowMs();

    Served(Stream stream, boolean admitted) {
      this.stream = stream;
      this.admitted = admitted;
      this.intake = new Intake(stream, KadLimits.STREAM_INTAKE_BYTES_MAX);
    }

    @Override
    public void onData(Stream from, ByteBuf data) {
      FrameDecoder.Result result = decoder.feed(data, this::queue);
      if (result != FrameDecoder.Result.OK) {
        thread.execute(() -> refuse(from));
      }
    }

    private void queue(byte[] frame) {
      intake.add(frame.length);
      thread.execute(
          () -> {
            serve(this, frame);
            intake.remove(frame.length);
          });
    }

    /** The answers to what came before go out first. */
    @Override
    public void onRemoteClose(Stream from) {
      thread.execute(from::closeWrite);
    }

    @Override
    public void onClosed(Stream from) {
      over = true;
      if (admitted) {
        slots.release(from.remotePeer());
      }
      thread.execute(() -> open.remove(this));
    }
  }
}
