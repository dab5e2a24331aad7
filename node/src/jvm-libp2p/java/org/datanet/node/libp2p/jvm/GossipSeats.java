package org.datanet.node.libp2p.jvm;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Whose streams the router holds: of each peer those of one connection only, for it takes the
 * streams of another, which may have replaced the first, as a misbehaviour. Any thread.
 */
final class GossipSeats {

  private final Map<PeerId, Seat> seats = new HashMap<>();

  private static final class Seat {
    private final Object connection;
    private final CompletableFuture<Void> free = new CompletableFuture<>();
    private int streams = 1;

    private Seat(Object connection) {
      this.connection = connection;
    }
  }

  /** Completes when the router may have the stream; each one that it had must {@link #leave}. */
  synchronized CompletableFuture<Void> take(PeerId peer, Object connection) {
    Seat seat = seats.get(peer);
    if (seat == null) {
      seats.put(peer, new Seat(connection));
      return CompletableFuture.completedFuture(null);
    }
    if (seat.connection == connection) {
      seat.streams++;
      return CompletableFuture.completedFuture(null);
    }
    return seat.free.thenCompose(free -> take(peer, connection));
  }

  /** The router has forgotten a stream. */
  void leave(PeerId peer) {
    CompletableFuture<Void> freed = new CompletableFuture<>();
    synchronized (this) {
      Seat seat = seats.get(peer);
      if (seat == null) {
        throw new IllegalStateException("left without a seat: " + peer);
      }
      seat.streams--;
      if (seat.streams == 0) {
        seats.remove(peer);
        freed = seat.free;
      }
    }
    freed.complete(null);
  }
}
