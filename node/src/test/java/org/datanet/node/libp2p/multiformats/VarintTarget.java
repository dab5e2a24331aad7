package org.datanet.node.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datanet.fuzzkit.FuzzTarget;

/**
 * A varint is the only encoding of its value; messages behind varints are the same however the
 * bytes come, and nothing is held once the reader is closed.
 */
public final class VarintTarget implements FuzzTarget {

  private static final int MESSAGE_BYTES_MAX = 1_000;

  @Override
  public String name() {
    return "varint";
  }

  @Override
  public void accept(byte[] input) {
    ByteBuf in = Unpooled.wrappedBuffer(input);
    long value = Varint.read(in);
    if (value >= 0) {
      ByteBuf again = Unpooled.buffer();
      Varint.write(again, value);
      assertThat(again).isEqualTo(in.slice(0, in.readerIndex()));
      assertThat(Varint.sizeBytes(value)).isEqualTo(in.readerIndex());
    } else {
      assertThat(value).isIn(Varint.INCOMPLETE, Varint.MALFORMED);
      assertThat(in.readerIndex()).isZero();
    }
    assertThat(messages(input, 1)).isEqualTo(messages(input, Math.max(1, input.length)));
  }

  private static List<String> messages(byte[] input, int partBytes) {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    List<String> messages = new ArrayList<>();
    try (LengthPrefixedReader reader = new LengthPrefixedReader(allocator, MESSAGE_BYTES_MAX)) {
      for (int from = 0; from < input.length; from += partBytes) {
        reader.append(
            Unpooled.wrappedBuffer(input, from, Math.min(partBytes, input.length - from)));
        for (Optional<ByteBuf> next = reader.next(); next.isPresent(); next = reader.next()) {
          assertThat(next.get().readableBytes()).isLessThanOrEqualTo(MESSAGE_BYTES_MAX);
          messages.add(ByteBufUtil.hexDump(next.get()));
          next.get().release();
        }
      }
      messages.add(reader.isMalformed() ? "malformed" : "waits with " + reader.bufferedBytes());
    }
    assertThat(allocator.metric().usedHeapMemory()).isZero();
    return messages;
  }

  /** Each byte alone costs a wrapped buffer. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (64 << 10) + 512L * inputBytes;
  }
}
