package org.datanet.node.libp2p.jvm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.mux.yamux.YamuxFlag;
import io.libp2p.mux.yamux.YamuxFrame;
import io.libp2p.mux.yamux.YamuxFrameCodec;
import io.libp2p.mux.yamux.YamuxType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.datanet.node.libp2p.yamux.YamuxLimits;
import org.junit.jupiter.api.Test;

class YamuxGateTest {

  private static final int STREAM = 1;

  private final List<String> seen = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new YamuxFrameCodec(), new YamuxGate(YamuxLimits.defaults()), new TheirYamux());
  private final ByteBuf wire = PooledByteBufAllocator.DEFAULT.buffer();

  /** Releases what jvm-libp2p's Yamux does: the data that a stream takes. */
  private final class TheirYamux extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      YamuxFrame frame = (YamuxFrame) message;
      String data = frame.content().toString(US_ASCII);
      seen.add(frame.getType() + " " + frame.getFlags() + " " + data);
      if (frame.getLength() > 0) {
        frame.release();
      }
    }
  }

  private void frame(YamuxType type, Set<YamuxFlag> flags, String data) {
    wire.writeByte(0).writeByte(type.getIntValue());
    wire.writeShort(flags.stream().mapToInt(YamuxFlag::getIntFlag).sum());
    wire.writeInt(STREAM).writeInt(data.length());
    wire.writeCharSequence(data, US_ASCII);
  }

  @Test
  void keepsNoBufferOfFramesWithoutData() {
    frame(YamuxType.DATA, Set.of(YamuxFlag.SYN), "");
    frame(YamuxType.DATA, Set.of(), "hello");
    frame(YamuxType.DATA, Set.of(), "");
    frame(YamuxType.DATA, Set.of(YamuxFlag.FIN), "");

    channel.writeInbound(wire);

    assertThat(seen).containsExactly("DATA [SYN] ", "DATA [] hello", "DATA [FIN] ");
    assertThat(wire.refCnt()).isZero();
  }

  @Test
  void passesDataOnAfterTheBeginningAndBeforeTheEndThatTheyCameWith() {
    frame(YamuxType.DATA, Set.of(YamuxFlag.SYN), "first");
    frame(YamuxType.DATA, Set.of(YamuxFlag.FIN), "last");

    channel.writeInbound(wire);

    assertThat(seen).containsExactly("DATA [SYN] ", "DATA [] first", "DATA [] last", "DATA [FIN] ");
    assertThat(wire.refCnt()).isZero();
  }

  @Test
  void refusesAStreamOverTheBoundWithItsData() {
    EmbeddedChannel full =
        new EmbeddedChannel(
            new YamuxFrameCodec(),
            new YamuxGate(new YamuxLimits(0, 1, 1, 1, YamuxLimits.INITIAL_WINDOW_BYTES)),
            new TheirYamux());
    frame(YamuxType.DATA, Set.of(YamuxFlag.SYN), "let me in");

    full.writeInbound(wire);

    assertThat(seen).isEmpty();
    assertThat(wire.refCnt()).isZero();
    ByteBuf answer = full.readOutbound();
    assertThat(answer.getUnsignedShort(2)).isEqualTo(YamuxFlag.RST.getIntFlag());
    answer.release();
  }
}
