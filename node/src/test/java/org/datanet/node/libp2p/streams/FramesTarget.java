package org.datanet.node.libp2p.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.streams.FrameDecoder.Result;

/** Frames, and what ends them, are the same however the bytes come. */
public final class FramesTarget implements FuzzTarget {

  private static final int FRAME_BYTES_MAX = 10_000;

  @Override
  public String name() {
    return "frames";
  }

  @Override
  public void accept(byte[] input) {
    assertThat(frames(input, 1)).isEqualTo(frames(input, Math.max(1, input.length)));
  }

  private static List<String> frames(byte[] input, int partBytes) {
    FrameDecoder decoder = new FrameDecoder(FRAME_BYTES_MAX);
    List<String> frames = new ArrayList<>();
    Result result = Result.OK;
    for (int from = 0; from < input.length && result == Result.OK; from += partBytes) {
      result =
          decoder.feed(
              Unpooled.wrappedBuffer(input, from, Math.min(partBytes, input.length - from)),
              frame -> {
                assertThat(frame).hasSizeLessThanOrEqualTo(FRAME_BYTES_MAX);
                frames.add(HexFormat.of().formatHex(frame));
              });
    }
    frames.add(result + (decoder.isAtBoundary() ? " between frames" : " inside one"));
    return frames;
  }

  /** Each byte alone costs a wrapped buffer; memory of a frame grows with what has come. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (64 << 10) + 1024L * inputBytes;
  }
}
