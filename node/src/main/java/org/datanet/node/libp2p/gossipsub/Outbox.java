package org.datanet.node.libp2p.gossipsub;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.streams.Frames;
import org.datanet.node.libp2p.wire.PubsubWire.ControlMessage;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/**
 * RPCs that wait for one peer. Where they grow too large gossip goes first, then messages; control
 * stays, for without it both sides would hold different meshes. IDONTWANT overtakes the others,
 * since it is of use only before the message comes that it is about. Small RPCs share a frame:
 * serialised RPCs one after the other are the RPC with all their parts, which is how control rides
 * on messages.
 */
final class Outbox {

  /** Gossip that waits behind more than this would come too late to be of use. */
  static final int GOSSIP_BYTES_MAX = 1 << 20;

  /** Some seconds of traffic, or fifteen messages of full size. */
  static final int BYTES_MAX = 16 << 20;

  /** RPCs of mere control that a peer may leave unread. */
  static final int RPCS_MAX = 65_536;

  /** A frame is filled up to this; larger ones carry a single RPC. */
  private static final int FRAME_BYTES = 64 << 10;

  private static final int FRAME_PARTS_MAX = 1_000;

  private final Deque<RPC> urgent = new ArrayDeque<>();
  private final Deque<RPC> sure = new ArrayDeque<>();
  private final Deque<RPC> gossip = new ArrayDeque<>();
  private long queuedBytes;
  private long dropped;

  /** False where even control has no room: the peer does not read, end the connection. */
  boolean offer(RPC rpc) {
    int bytes = rpc.getSerializedSize();
    if (isGossip(rpc)) {
      if (queuedBytes + bytes > GOSSIP_BYTES_MAX) {
        dropped++;
      } else {
        add(isUrgent(rpc) ? urgent : gossip, rpc);
      }
      return true;
    }
    if (queuedBytes + bytes > BYTES_MAX) {
      dropGossip();
    }
    if (rpc.getPublishCount() > 0 && queuedBytes + bytes > BYTES_MAX) {
      dropped++;
      RPC rest = rpc.toBuilder().clearPublish().build();
      return rest.getSerializedSize() == 0 || offer(rest);
    }
    add(sure, rpc);
    return sure.size() <= RPCS_MAX;
  }

  /** The next frame, length in front; the caller owns it. */
  Optional<ByteBuf> nextFrame() {
    List<RPC> taken = new ArrayList<>();
    int bytes = take(urgent, taken, 0);
    bytes = take(sure, taken, bytes);
    bytes = take(gossip, taken, bytes);
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    queuedBytes -= bytes;
    ByteBuf frame = Frames.start(bytes);
    taken.forEach(rpc -> Frames.append(frame, rpc));
    return Optional.of(frame);
  }

  void clear() {
    urgent.clear();
    sure.clear();
    gossip.clear();
    queuedBytes = 0;
  }

  /** RPCs, or their messages, that found no room. */
  long dropped() {
    return dropped;
  }

  long queuedBytes() {
    return queuedBytes;
  }

  private static int take(Deque<RPC> from, List<RPC> taken, int bytesBefore) {
    int bytes = bytesBefore;
    int parts = taken.stream().mapToInt(Outbox::parts).sum();
    for (RPC next = from.peekFirst(); next != null; next = from.peekFirst()) {
      boolean fits =
          bytes + next.getSerializedSize() <= FRAME_BYTES && parts + parts(next) <= FRAME_PARTS_MAX;
      if (!taken.isEmpty() && !fits) {
        break;
      }
      taken.add(from.removeFirst());
      bytes += next.getSerializedSize();
      parts += parts(next);
    }
    return bytes;
  }

  private static int parts(RPC rpc) {
    ControlMessage control = rpc.getControl();
    return rpc.getSubscriptionsCount()
        + rpc.getPublishCount()
        + control.getGraftCount()
        + control.getPruneCount()
        + control.getIhaveCount()
        + control.getIwantCount()
        + control.getIdontwantCount();
  }

  private static boolean isUrgent(RPC rpc) {
    ControlMessage control = rpc.getControl();
    return control.getIdontwantCount() > 0
        && control.getIhaveCount() == 0
        && control.getIwantCount() == 0;
  }

  private static boolean isGossip(RPC rpc) {
    ControlMessage control = rpc.getControl();
    return rpc.getSubscriptionsCount() == 0
        && rpc.getPublishCount() == 0
        && control.getGraftCount() == 0
        && control.getPruneCount() == 0;
  }

  private void add(Deque<RPC> queue, RPC rpc) {
    queue.addLast(rpc);
    queuedBytes += rpc.getSerializedSize();
  }

  private void dropGossip() {
    for (Deque<RPC> optional : List.of(gossip, urgent)) {
      dropped += optional.size();
      optional.forEach(rpc -> queuedBytes -= rpc.getSerializedSize());
      optional.clear();
    }
  }
}
