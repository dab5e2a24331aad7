package org.datanet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;

/** How much of Netty's pooled buffers was in use at a moment; a test gives back what it took. */
public record PooledBuffers(long bytes) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** As it is now. */
  public static PooledBuffers now() {
    PooledByteBufAllocator pooled = PooledByteBufAllocator.DEFAULT;
    return new PooledBuffers(pooled.pinnedDirectMemory() + pooled.pinnedHeapMemory());
  }

  /** Waits until no more is in use than was then; fails on a buffer that was lost. */
  public void awaitAgain() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(now().bytes).isLessThanOrEqualTo(bytes));
  }
}
