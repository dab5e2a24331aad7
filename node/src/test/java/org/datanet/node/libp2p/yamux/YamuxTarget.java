package org.datanet.node.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.transport.MuxedStream;

/**
 * Input: what the remote sends and what our protocols do, one command after the other, on one
 * session. Streams stay within their number, what they hold within their windows and buffers; we
 * never send more than the remote gave credit for; every stream ends once, and nothing is held at
 * the end.
 */
public final class YamuxTarget implements FuzzTarget {

  private static final int WINDOW_BYTES = YamuxLimits.INITIAL_WINDOW_BYTES;
  private static final int SEND_BUFFER_BYTES = 64 << 10;
  private static final YamuxLimits LIMITS =
      new YamuxLimits(4, 3, 3, SEND_BUFFER_BYTES, WINDOW_BYTES);

  /** A stream's unread bytes in a buffer that doubled once too often, and what waits to go out. */
  private static final long HELD_BYTES_MAX =
      7L * (2 * WINDOW_BYTES + SEND_BUFFER_BYTES) + (64 << 10);

  private static final ByteBuf ZEROS =
      Unpooled.unreleasableBuffer(Unpooled.buffer(1 << 19).writeZero(1 << 19));

  @Override
  public String name() {
    return "yamux";
  }

  @Override
  public void accept(byte[] input) throws YamuxException {
    Run run = new Run(input.length > 0 && (input[0] & 1) == 1);
    ByteBuf commands = Unpooled.wrappedBuffer(input);
    commands.skipBytes(Math.min(1, input.length));
    while (commands.readableBytes() >= 4) {
      run.step(commands);
    }
    run.finish();
  }

  private static final class Owned implements MuxedStream.Listener {
    private final Run run;
    private int id;
    private boolean remoteClosed;
    private boolean closed;

    Owned(Run run) {
      this.run = run;
    }

    @Override
    public void onOpened(MuxedStream stream) {
      id = ((YamuxStream) stream).id();
      run.streams.put(id, (YamuxStream) stream);
      run.creditBytes.put(id, 0L);
      run.owners.add(this);
    }

    @Override
    public void onData(ByteBuf data) {
      assertThat(closed || remoteClosed).isFalse();
      data.skipBytes(data.readableBytes());
    }

    @Override
    public void onRemoteClose() {
      assertThat(closed || remoteClosed).isFalse();
      remoteClosed = true;
    }

    @Override
    public void onClosed(String reason) {
      assertThat(closed).isFalse();
      assertThat(reason).isNotBlank().hasSizeLessThan(200);
      closed = true;
    }
  }

  private static final class Run implements YamuxSession.Listener {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Map<Integer, YamuxStream> streams = new HashMap<>();
    private final Map<Integer, Long> creditBytes = new HashMap<>();
    private final List<Owned> owners = new ArrayList<>();
    private final YamuxSession session;
    private boolean creditKnown = true;
    private int ends;

    Run(boolean client) {
      channel.config().setAllocator(allocator);
      session = new YamuxSession(channel, LIMITS, client, this);
      channel.pipeline().addLast(session);
    }

    @Override
    public MuxedStream.Listener onStream() {
      return new Owned(this);
    }

    @Override
    public void onClosed(String reason) {
      ends++;
    }

    /** A command of four bytes: what, which stream, and a number of 16 bits. */
    void step(ByteBuf commands) throws YamuxException {
      int what = commands.readUnsignedByte();
      int id = commands.readByte();
      int number = commands.readUnsignedShort();
      if (what < 0x40) {
        frame(what & 3, what >> 2, id, number);
      } else if (what < 0x48) {
        frame(Frame.WINDOW_UPDATE, what & 1, id, (long) number << 16);
      } else if (what < 0x80) {
        creditKnown = false;
        receive(commands.readBytes(Math.min(number & 0xff, commands.readableBytes())));
      } else {
        act(what, id, number);
      }
      session.execute(channel::flush);
      channel.runPendingTasks();
      drainOutbound();
      assertBounds();
    }

    private void frame(int type, int flags, int id, long length) {
      boolean data = type == Frame.DATA;
      long bytes = data ? length * 8 : length;
      ByteBuf header = Unpooled.buffer(Frame.HEADER_BYTES);
      boolean ofSession = type == Frame.PING || type == Frame.GO_AWAY;
      new Frame(type, flags, ofSession && id >= 0 ? 0 : id, bytes).write(header);
      receive(header);
      if (type == Frame.WINDOW_UPDATE) {
        creditBytes.merge(id, bytes, Long::sum);
      }
      if (data) {
        receive(ZEROS.retainedSlice(0, (int) bytes));
      }
    }

    /** A closed channel takes nothing, as a socket would not. */
    private void receive(ByteBuf bytes) {
      if (channel.isOpen()) {
        channel.writeInbound(bytes);
      } else {
        bytes.release();
      }
    }

    private void act(int what, int id, int number) {
      YamuxStream stream = streams.get(id);
      if (what < 0x90) {
        try {
          session.open(new Owned(this));
        } catch (YamuxException refused) {
          assertThat(refused).hasMessageMatching("the connection is closed|no more streams .*");
        }
      } else if (stream != null) {
        switch (what & 7) {
          case 0, 1 -> stream.write(ZEROS.retainedSlice(0, number));
          case 2 -> stream.setReading(false);
          case 3 -> stream.setReading(true);
          case 4 -> stream.closeWrite();
          case 5 -> stream.reset();
          default -> stream.write(Unpooled.EMPTY_BUFFER);
        }
      }
    }

    private void drainOutbound() throws YamuxException {
      ByteBuf sent = Unpooled.buffer();
      for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
        sent.writeBytes(part);
        part.release();
      }
      while (sent.isReadable()) {
        Frame frame = Frame.read(sent);
        if (frame.type() == Frame.DATA) {
          sent.skipBytes((int) frame.length());
          creditBytes.merge(frame.streamId(), -frame.length(), Long::sum);
        }
      }
    }

    private void assertBounds() {
      assertThat(session.streamCount()).isLessThanOrEqualTo(7);
      if (creditKnown) {
        creditBytes
            .values()
            .forEach(credit -> assertThat(credit).isGreaterThanOrEqualTo(-WINDOW_BYTES));
      }
      assertThat(allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory())
          .isLessThanOrEqualTo(HELD_BYTES_MAX);
      streams.values().forEach(s -> assertThat(s.pendingBytes()).isBetween(0, SEND_BUFFER_BYTES));
    }

    void finish() {
      channel.finishAndReleaseAll();
      assertThat(ends).isEqualTo(1);
      assertThat(session.streamCount()).isZero();
      assertThat(owners).allMatch(owner -> owner.closed);
      assertThat(allocator.metric().usedDirectMemory()).isZero();
      assertThat(allocator.metric().usedHeapMemory()).isZero();
    }
  }

  /** A command of four bytes may move half a mebibyte. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (1 << 20) + (1L << 18) * inputBytes;
  }
}
