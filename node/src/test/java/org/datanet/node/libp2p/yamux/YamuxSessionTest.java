package org.datanet.node.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.datanet.node.libp2p.transport.MuxedStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One session on an embedded channel; the test is the remote, frame by frame. */
class YamuxSessionTest {

  private static final int WINDOW = YamuxLimits.INITIAL_WINDOW_BYTES;

  private final List<String> events = new ArrayList<>();
  private final List<YamuxStream> inbound = new ArrayList<>();
  private EmbeddedChannel channel = new EmbeddedChannel();
  private YamuxSession session = session(YamuxLimits.defaults());

  @BeforeEach
  void addToPipeline() {
    channel.pipeline().addLast(session);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private YamuxSession session(YamuxLimits limits) {
    channel.finishAndReleaseAll();
    channel = new EmbeddedChannel();
    channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
    return new YamuxSession(
        channel,
        limits,
        false,
        new YamuxSession.Listener() {
          @Override
          public MuxedStream.Listener onStream() {
            return new Recorder();
          }

          @Override
          public void onClosed(String reason) {
            events.add("session over: " + reason);
          }
        });
  }

  private final class Recorder implements MuxedStream.Listener {
    private String name = "unopened ";

    @Override
    public void onOpened(MuxedStream stream) {
      YamuxStream opened = (YamuxStream) stream;
      name = opened.id() + " ";
      if (!opened.isOutbound()) {
        inbound.add(opened);
      }
    }

    @Override
    public void onData(ByteBuf data) {
      events.add(name + data.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void onRemoteClose() {
      events.add(name + "remote close");
    }

    @Override
    public void onClosed(String reason) {
      events.add(name + reason);
    }
  }

  private void receive(int type, int flags, int id, long length) {
    receive(type, flags, id, length, "");
  }

  private void receive(int type, int flags, int id, long length, String data) {
    ByteBuf in = Unpooled.buffer();
    new Frame(type, flags, id, length).write(in);
    in.writeCharSequence(data, StandardCharsets.UTF_8);
    channel.writeInbound(in);
  }

  /** Frames sent since the last call, as "type/flags/id/length" and their data's length checked. */
  private List<String> sent() throws YamuxException {
    channel.runPendingTasks();
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    List<String> frames = new ArrayList<>();
    while (all.isReadable()) {
      Frame frame = Frame.read(all);
      frames.add(
          "%d/%d/%d/%d".formatted(frame.type(), frame.flags(), frame.streamId(), frame.length()));
      if (frame.type() == Frame.DATA) {
        all.skipBytes((int) frame.length());
      }
    }
    return frames;
  }

  @Test
  void deliversDataOfAStreamTheRemoteOpensAndAcknowledgesWithItsFirstAnswer() throws Exception {
    receive(Frame.DATA, Frame.SYN, 1, 5, "hello");
    inbound.getFirst().write(Unpooled.wrappedBuffer(new byte[3]));
    inbound.getFirst().closeWrite();

    assertThat(events).containsExactly("1 hello");
    assertThat(sent()).containsExactly("0/2/1/3", "0/4/1/0");
    receive(Frame.DATA, Frame.FIN, 1, 0);
    assertThat(events).containsExactly("1 hello", "1 remote close", "1 closed by both sides");
    assertThat(session.streamCount()).isZero();
  }

  @Test
  void opensAStreamWithItsFirstData() throws Exception {
    YamuxStream stream = session.open(new Recorder());
    assertThat(sent()).isEmpty();

    stream.write(Unpooled.wrappedBuffer(new byte[3]));

    assertThat(sent()).containsExactly("0/1/2/3");
    receive(Frame.WINDOW_UPDATE, Frame.ACK | Frame.FIN, 2, 0);
    assertThat(events).containsExactly("2 remote close");
    stream.reset();
    assertThat(sent()).containsExactly("1/8/2/0");
  }

  @Test
  void writesOverTheWindowWaitForCredit() throws Exception {
    YamuxStream stream = session.open(new Recorder());
    stream.write(Unpooled.wrappedBuffer(new byte[WINDOW + 10]));

    assertThat(sent()).hasSize(WINDOW / (32 * 1024));
    assertThat(stream.pendingBytes()).isEqualTo(10);
    receive(Frame.WINDOW_UPDATE, Frame.ACK, 2, 4);
    assertThat(sent()).containsExactly("0/0/2/4");
    receive(Frame.WINDOW_UPDATE, 0, 2, 100);
    assertThat(sent()).containsExactly("0/0/2/6");
    assertThat(stream.pendingBytes()).isZero();
  }

  @Test
  void creditGoesBackAfterHalfAWindowAndNotWhilePaused() throws Exception {
    receive(Frame.DATA, Frame.SYN, 1, WINDOW / 2, "x".repeat(WINDOW / 2));
    assertThat(sent()).containsExactly("1/2/1/" + WINDOW / 2);

    inbound.getFirst().setReading(false);
    receive(Frame.DATA, 0, 1, WINDOW, "y".repeat(WINDOW));
    assertThat(sent()).isEmpty();
    assertThat(events).hasSize(1);

    inbound.getFirst().setReading(true);
    assertThat(events).hasSize(2);
    assertThat(sent()).containsExactly("1/0/1/" + WINDOW);
  }

  @Test
  void oneByteOverTheWindowIsAProtocolError() throws Exception {
    receive(Frame.DATA, Frame.SYN, 1, WINDOW + 1L);

    assertThat(sent()).containsExactly("3/0/0/1");
    assertThat(channel.isOpen()).isFalse();
    assertThat(events.getLast()).contains("262145 bytes over the window of stream 1");
  }

  @Test
  void brokenFramesAreProtocolErrors() throws Exception {
    ByteBuf version = Unpooled.buffer().writeByte(1).writeZero(11);
    channel.writeInbound(version);

    assertThat(sent()).containsExactly("3/0/0/1");
    assertThat(events).singleElement().asString().contains("version 1");
  }

  @Test
  void theRemoteMayNotOpenStreamsWithOurNumbersOrTwice() throws Exception {
    receive(Frame.WINDOW_UPDATE, Frame.SYN, 1, 0);
    receive(Frame.WINDOW_UPDATE, Frame.SYN, 1, 0);

    assertThat(sent()).containsExactly("3/0/0/1");
    assertThat(events.getLast()).contains("may not open stream 1");
  }

  @Test
  void streamsOverTheBoundAreResetAndTheSessionGoesOn() throws Exception {
    session = session(new YamuxLimits(2, 1, 256, 1024, WINDOW));
    channel.pipeline().addLast(session);
    for (int id = 1; id <= 5; id += 2) {
      receive(Frame.WINDOW_UPDATE, Frame.SYN, id, 0);
    }

    assertThat(inbound).hasSize(2);
    assertThat(sent()).containsExactly("1/8/5/0");
    session.open(new Recorder());
    assertThatThrownBy(() -> session.open(new Recorder())).isInstanceOf(YamuxException.class);
  }

  @Test
  void unacknowledgedInboundStreamsHaveABoundOfTheirOwn() throws Exception {
    session = session(new YamuxLimits(100, 100, 1, 1024, WINDOW));
    channel.pipeline().addLast(session);
    receive(Frame.WINDOW_UPDATE, Frame.SYN, 1, 0);
    receive(Frame.WINDOW_UPDATE, Frame.SYN | Frame.ACK, 3, 0);
    receive(Frame.WINDOW_UPDATE, Frame.ACK, 1, 0);
    receive(Frame.WINDOW_UPDATE, Frame.SYN, 5, 0);
    assertThat(sent()).containsExactly("1/8/3/0", "1/8/5/0");

    inbound.getFirst().write(Unpooled.wrappedBuffer(new byte[1]));
    receive(Frame.WINDOW_UPDATE, Frame.SYN, 7, 0);

    assertThat(inbound).hasSize(2);
  }

  @Test
  void dataForAStreamThatIsGoneIsDropped() throws Exception {
    receive(Frame.DATA, 0, 9, 5, "stale");
    receive(Frame.DATA, Frame.SYN, 1, 5, "fresh");

    assertThat(events).containsExactly("1 fresh");
    assertThat(sent()).isEmpty();
  }

  @Test
  void pingsAreAnsweredAndAGoAwayEndsAnIdleSession() throws Exception {
    receive(Frame.PING, Frame.SYN, 0, 77);
    assertThat(sent()).containsExactly("2/2/0/77");

    receive(Frame.GO_AWAY, 0, 0, 0);

    assertThat(channel.isOpen()).isFalse();
    assertThat(events).containsExactly("session over: the remote went away, code 0");
  }

  @Test
  void aResetByTheRemoteFailsWhatIsQueued() throws Exception {
    YamuxStream stream = session.open(new Recorder());
    var done = stream.write(Unpooled.wrappedBuffer(new byte[WINDOW + 1])).toCompletableFuture();
    sent();

    receive(Frame.WINDOW_UPDATE, Frame.RST, 2, 0);

    assertThat(done).isCompletedExceptionally();
    assertThat(stream.pendingBytes()).isZero();
    assertThat(events).containsExactly("2 reset by the remote");
  }

  @Test
  void framesMayComeByteByByte() {
    ByteBuf whole = Unpooled.buffer();
    new Frame(Frame.DATA, Frame.SYN, 1, 2).write(whole);
    whole.writeCharSequence("ab", StandardCharsets.UTF_8);
    while (whole.isReadable()) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {whole.readByte()}));
    }

    assertThat(events).containsExactly("1 a", "1 b");
  }
}
