package org.datanet.node.libp2p.streams;

import java.util.function.Consumer;
import org.datanet.node.libp2p.host.Stream;

/**
 * What a stream brought in and its protocol has not yet dealt with. Over a bound the stream is not
 * read, so that the back-pressure reaches the peer's socket. Safe for use by several threads.
 */
public final class Intake {

  /** Two frames of the largest kind and some more. */
  private static final int BYTES_MAX = 4 << 20;

  /** Memory of one item besides its bytes; it also bounds the number of items. */
  private static final int ITEM_OVERHEAD_BYTES = 1 << 10;

  private final Consumer<Boolean> reading;
  private final int bytesMax;
  private long heldBytes;
  private boolean paused;

  public Intake(Stream stream) {
    this(stream, BYTES_MAX);
  }

  /** With a bound of its own, for a protocol of small frames. */
  public Intake(Stream stream, int bytesMax) {
    this(stream::setReading, bytesMax);
  }

  /**
   * For a stream of another make.
   *
   * @param reading told whether it is to be read
   */
  public Intake(Consumer<Boolean> reading) {
    this(reading, BYTES_MAX);
  }

  private Intake(Consumer<Boolean> reading, int bytesMax) {
    this.reading = reading;
    this.bytesMax = bytesMax;
  }

  /** An item of so many bytes waits. */
  public synchronized void add(int bytes) {
    heldBytes += bytes + ITEM_OVERHEAD_BYTES;
    if (!paused && heldBytes > bytesMax) {
      paused = true;
      reading.accept(false);
    }
  }

  /** An item added before is dealt with. */
  public synchronized void remove(int bytes) {
    heldBytes -= bytes + ITEM_OVERHEAD_BYTES;
    if (paused && heldBytes <= bytesMax / 2) {
      paused = false;
      reading.accept(true);
    }
  }
}
