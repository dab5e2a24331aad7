package org.datanet.node.libp2p.kad;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.kad.KadRouter.Failure;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.streams.FrameDecoder;
import org.datanet.node.libp2p.streams.Frames;
import org.datanet.node.libp2p.streams.Intake;
import org.datanet.node.libp2p.streams.ProtocolThread;
import org.datanet.node.libp2p.wire.KadWire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Requests to connected peers: one stream a peer while there are any, one request on it at a time.
 * The stream is half-closed after the last answer and not before: js-libp2p does not read what came
 * before the end. On the thread of peer routing only.
 */
final class Asking {

  private final Host host;
  private final String protocol;
  private final long idleMs;
  private final Executor thread;
  private final Outcomes outcomes;
  private final Map<PeerId, Channel> channels = new HashMap<>();
  private final Set<Channel> ending = new HashSet<>();

  /** What comes of a request, once for each; never from within {@link #ask}. */
  interface Outcomes {

    void answered(long request, PeerId peer, Message answer);

    void failed(long request, Failure failure);
  }

  /**
   * @param idleMs in which the other side must end a stream that we have ended
   * @param thread runs what it is given one at a time
   */
  Asking(Host host, String protocol, long idleMs, Executor thread, Outcomes outcomes) {
    this.host = host;
    this.protocol = protocol;
    this.idleMs = idleMs;
    this.thread = thread;
    this.outcomes = outcomes;
  }

  private record Pending(long request, Message message) {}

  void ask(long request, PeerId peer, Message message) {
    Channel known = channels.get(peer);
    if (known != null) {
      known.waiting.add(new Pending(request, message));
      return;
    }
    Channel channel = new Channel(peer);
    channels.put(peer, channel);
    channel.waiting.add(new Pending(request, message));
    channel.open();
  }

  /** Nobody waits for the answer any longer; it counts as failed already. */
  void cancel(long request, PeerId peer) {
    Channel channel = channels.get(peer);
    if (channel == null) {
      return;
    }
    channel.waiting.removeIf(pending -> pending.request() == request);
    if (channel.asked.filter(pending -> pending.request() == request).isPresent()) {
      channel.asked = Optional.empty();
      channel.fail(Failure.NO_ANSWER);
    }
  }

  void tick(long nowMs) {
    List.copyOf(ending).stream().filter(c -> nowMs >= c.endsMs).forEach(Channel::reset);
  }

  void close() {
    List.copyOf(channels.values()).forEach(Channel::reset);
    List.copyOf(ending).forEach(Channel::reset);
    channels.clear();
  }

  private final class Channel {

    private final PeerId peer;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private Optional<Pending> asked = Optional.empty();
    private @Nullable Stream stream;
    private boolean over;
    private long endsMs;

    Channel(PeerId peer) {
      this.peer = peer;
    }

    void open() {
      host.openStream(peer, List.of(protocol), opened -> new Reader(this, opened))
          .whenComplete((opened, failure) -> thread.execute(() -> onOpened(opened, failure)));
    }

    private void onOpened(@Nullable Stream opened, @Nullable Throwable failure) {
      if (opened == null) {
        fail(failureOf(failure));
      } else if (over) {
        opened.reset();
      } else {
        stream = opened;
        askNext();
      }
    }

    private void askNext() {
      Stream open = stream;
      if (open == null || asked.isPresent()) {
        return;
      }
      asked = Optional.ofNullable(waiting.poll());
      if (asked.isPresent()) {
        open.write(Frames.encode(asked.get().message())); // a failure closes the stream
      } else {
        open.closeWrite();
        channels.remove(peer, this);
        ending.add(this);
        endsMs = ProtocolThread.nowMs() + idleMs;
      }
    }

    void onFrame(byte[] frame) {
      Optional<Pending> of = asked;
      Optional<Message> answer = KadCodec.decode(frame);
      boolean fits =
          of.isPresent()
              && answer.filter(a -> a.getType() == of.get().message().getType()).isPresent();
      if (over || !fits) {
        fail(Failure.NO_ANSWER);
      } else {
        asked = Optional.empty();
        outcomes.answered(of.get().request(), peer, answer.get());
        askNext();
      }
    }

    /** Every request that is not answered yet has failed. */
    void fail(Failure failure) {
      reset();
      channels.remove(peer, this);
      asked.ifPresent(pending -> outcomes.failed(pending.request(), failure));
      asked = Optional.empty();
      for (Pending next = waiting.poll(); next != null; next = waiting.poll()) {
        outcomes.failed(next.request(), failure);
      }
    }

    void reset() {
      over = true;
      ending.remove(this);
      if (stream != null) {
        stream.reset();
      }
    }
  }

  private static Failure failureOf(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof Host.ProtocolUnsupportedException
        ? Failure.NOT_SERVED
        : Failure.NO_ANSWER;
  }

  /** On the connection's event loop. */
  private final class Reader implements Stream.Listener {

    private final Channel channel;
    private final Intake intake;
    private final FrameDecoder decoder = new FrameDecoder(KadLimits.MESSAGE_BYTES_MAX);

    Reader(Channel channel, Stream stream) {
      this.channel = channel;
      this.intake = new Intake(stream, KadLimits.STREAM_INTAKE_BYTES_MAX);
    }

    @Override
    public void onData(Stream stream, ByteBuf data) {
      FrameDecoder.Result result = decoder.feed(data, this::queue);
      if (result != FrameDecoder.Result.OK) {
        stream.reset();
      }
    }

    private void queue(byte[] frame) {
      intake.add(frame.length);
      thread.execute(
          () -> {
            intake.remove(frame.length);
            channel.onFrame(frame);
          });
    }

    @Override
    public void onRemoteClose(Stream stream) {
      thread.execute(() -> channel.fail(Failure.NO_ANSWER));
    }

    @Override
    public void onClosed(Stream stream) {
      thread.execute(() -> channel.fail(Failure.NO_ANSWER));
    }
  }
}
