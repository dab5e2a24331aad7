package org.datanet.node.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class LengthPrefixedReaderTest {

  /** A pool hands the same buffer out again. */
  @Test
  void closingTwiceTakesNobodyElsesBuffer() {
    LengthPrefixedReader reader = new LengthPrefixedReader(PooledByteBufAllocator.DEFAULT, 10);
    reader.close();
    ByteBuf next = PooledByteBufAllocator.DEFAULT.buffer(0);

    reader.close();

    assertThat(next.refCnt()).isEqualTo(1);
    next.release();
  }
}
