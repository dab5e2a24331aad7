package org.datanet.node.libp2p.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {

  private final List<byte[]> frames = new ArrayList<>();

  @Test
  void cutsFramesHoweverTheBytesArrive() {
    byte[] large = new byte[70_000];
    new Random(1).nextBytes(large);
    ByteBuf wire = Unpooled.buffer();
    for (byte[] body : List.of(new byte[] {7}, large, new byte[0], new byte[] {8, 9})) {
      ByteBuf frame = Frames.encode(body);
      wire.writeBytes(frame);
      frame.release();
    }
    FrameDecoder decoder = new FrameDecoder(100_000);

    while (wire.isReadable()) {
      ByteBuf piece = wire.readSlice(Math.min(wire.readableBytes(), 1 + wire.readerIndex() % 997));
      assertThat(decoder.feed(piece, frames::add)).isEqualTo(FrameDecoder.Result.OK);
    }

    assertThat(frames).containsExactly(new byte[] {7}, large, new byte[0], new byte[] {8, 9});
    assertThat(decoder.isAtBoundary()).isTrue();
  }

  @Test
  void refusesAFrameAboveTheLimitBeforeItsBodyComes() {
    ByteBuf header = Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, 0x08});

    assertThat(new FrameDecoder(1_024).feed(header, frames::add))
        .isEqualTo(FrameDecoder.Result.TOO_LARGE);
  }

  @Test
  void refusesALengthThatIsNotTheShortest() {
    ByteBuf header = Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, 0x00});

    assertThat(new FrameDecoder(1_024).feed(header, frames::add))
        .isEqualTo(FrameDecoder.Result.MALFORMED_LENGTH);
  }

  @Test
  void knowsThatAStreamWasCutOff() {
    FrameDecoder decoder = new FrameDecoder(1_024);
    decoder.feed(Unpooled.wrappedBuffer(new byte[] {2, 1}), frames::add);

    assertThat(decoder.isAtBoundary()).isFalse();
    assertThat(frames).isEmpty();
  }
}
