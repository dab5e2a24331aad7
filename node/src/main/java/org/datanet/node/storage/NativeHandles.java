package org.datanet.node.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import org.rocksdb.AbstractNativeReference;

/**
 * Owns every native object of one store. What is not released earlier is closed with the list, last
 * made first, which is the order that RocksDB asks for. For any thread.
 */
final class NativeHandles implements AutoCloseable {

  private final Deque<AbstractNativeReference> open = new ArrayDeque<>();

  synchronized <T extends AbstractNativeReference> T own(T handle) {
    open.push(handle);
    return handle;
  }

  /** Closes a handle before the others. Recently made ones are found first. */
  synchronized void release(AbstractNativeReference handle) {
    if (open.removeFirstOccurrence(handle)) {
      handle.close();
    }
  }

  synchronized int size() {
    return open.size();
  }

  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
