package org.datanet.node.hostile;

import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import org.datanet.node.PooledBuffers;

/**
 * What a JVM holds that a peer could make grow.
 *
 * @param bufferBytes of Netty's pooled buffers that are in use
 * @param heapBytes in use after a collection
 * @param threads of the platform that our networks started
 */
record Footprint(long bufferBytes, long heapBytes, int threads) {

  private static final Pattern OURS = Pattern.compile("(libp2p|gossipsub|bitswap|network)-?.*");

  /** Collects garbage first. */
  static Footprint now() {
    System.gc();
    return new Footprint(
        PooledBuffers.now().bytes(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        Math.toIntExact(
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> OURS.matcher(thread.getName()).matches())
                .count()));
  }

  Footprint minus(Footprint before) {
    return new Footprint(
        bufferBytes - before.bufferBytes, heapBytes - before.heapBytes, threads - before.threads);
  }
}
