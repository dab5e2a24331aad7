package org.datanet.node.libp2p.jvm;

import io.libp2p.etc.util.netty.mux.MuxId;
import io.libp2p.mux.yamux.YamuxFrame;
import io.libp2p.mux.yamux.YamuxType;
import io.netty.channel.ChannelHandlerContext;
import java.util.Set;
import org.datanet.node.libp2p.yamux.YamuxLimits;

/**
 * What one Yamux stream has sent and may receive, as {@link YamuxGate} sees its frames pass. Event
 * loop of the connection only.
 */
final class StreamMeter {

  private final MuxId id;
  private final boolean outbound;
  private final ChannelHandlerContext gate;
  private Runnable onLeft = () -> {};
  private boolean reading = true;
  private long creditBytes = YamuxLimits.INITIAL_WINDOW_BYTES;
  private long heldCreditBytes;
  private long passedBytes;
  private long leftBytes;

  StreamMeter(MuxId id, boolean outbound, ChannelHandlerContext gate) {
    this.id = id;
    this.outbound = outbound;
    this.gate = gate;
  }

  boolean isOutbound() {
    return outbound;
  }

  /** Bytes that Yamux has put in frames, which it does as far as the remote's window allows. */
  long passedBytes() {
    return passedBytes;
  }

  /** Of these, what the socket has taken. */
  long leftBytes() {
    return leftBytes;
  }

  /** Runs after each growth of {@link #leftBytes}. */
  void onLeft(Runnable action) {
    onLeft = action;
  }

  void passes(long bytes) {
    passedBytes += bytes;
  }

  void leaves(long bytes) {
    leftBytes += bytes;
    onLeft.run();
  }

  /** False where the remote sends more than it has credit for. */
  boolean receives(long bytes) {
    creditBytes -= bytes;
    return creditBytes >= 0;
  }

  /** Whether credit that Yamux gives may go out; it is kept for later otherwise. */
  boolean grants(long bytes) {
    if (reading) {
      creditBytes += bytes;
    } else {
      heldCreditBytes += bytes;
    }
    return reading;
  }

  void setReading(boolean nowReading) {
    reading = nowReading;
    if (reading && heldCreditBytes > 0) {
      long credit = heldCreditBytes;
      heldCreditBytes = 0;
      creditBytes += credit;
      gate.writeAndFlush(new YamuxFrame(id, YamuxType.WINDOW_UPDATE, Set.of(), credit, null));
    }
  }
}
