package org.datanet.fuzzkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Checks inputs against a target, one after the other. */
final class Exploration {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final FuzzTarget target;

  Exploration(FuzzTarget target) {
    this.target = target;
  }

  /**
   * @throws Finding where the target's invariant does not hold
   */
  void check(byte[] input) {
    long boundBytes = target.allocatedBytesMax(input.length);
    long allocatedBytes = allocatedBy(input);
    // What loads classes on its first run does not on its second.
    for (int again = 0; allocatedBytes > boundBytes && again < 2; again++) {
      allocatedBytes = allocatedBy(input);
    }
    if (allocatedBytes > boundBytes) {
      throw new Finding(
          target,
          input,
          new AssertionError(
              "allocates %d bytes for %d, over its bound of %d"
                  .formatted(allocatedBytes, input.length, boundBytes)));
    }
  }

  private long allocatedBy(byte[] input) {
    byte[] given = input.clone();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      target.accept(given);
    } catch (Exception | Error broken) {
      throw new Finding(target, input, broken);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
