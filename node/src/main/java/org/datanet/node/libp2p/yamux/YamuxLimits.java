package org.datanet.node.libp2p.yamux;

/**
 * Bounds of one session.
 *
 * @param inboundStreamsMax streams the remote may have open; another one is reset. 1,024 lets a
 *     peer ask many things at once and costs it and us under 1 MiB of state
 * @param outboundStreamsMax streams we may have open
 * @param unackedStreamsMax streams that one side has opened and the other has not acknowledged;
 *     libp2p's specification says 256
 * @param sendBufferBytesMax what one stream may hold of writes that wait for window or socket; over
 *     it the stream is reset. Four blocks of 1 MiB
 * @param receiveWindowBytes credit the remote has on each stream, at least the 256 KiB both sides
 *     assume; it bounds what a paused stream holds
 */
public record YamuxLimits(
    int inboundStreamsMax,
    int outboundStreamsMax,
    int unackedStreamsMax,
    int sendBufferBytesMax,
    int receiveWindowBytes) {

  /** The window both sides assume at the start. */
  public static final int INITIAL_WINDOW_BYTES = 256 * 1024;

  public YamuxLimits {
    if (receiveWindowBytes < INITIAL_WINDOW_BYTES) {
      throw new IllegalArgumentException("a receive window under 256 KiB: " + receiveWindowBytes);
    }
  }

  public static YamuxLimits defaults() {
    return new YamuxLimits(1024, 1024, 256, 4 * 1024 * 1024, INITIAL_WINDOW_BYTES);
  }
}
