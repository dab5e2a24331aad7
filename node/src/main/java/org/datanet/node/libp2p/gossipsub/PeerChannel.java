package org.datanet.node.libp2p.gossipsub;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.streams.Intake;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/**
 * Our side of gossip with one connected peer: its outbox and the single stream that we open to it
 * in the life of its connection. Lives on the router's thread.
 */
final class PeerChannel {

  private static final int INBOUND_STREAMS_MAX = 3;

  private final PeerConnection connection;
  private final Executor routerLoop;
  private final Outbox outbox = new Outbox();
  private Optional<Stream> outbound = Optional.empty();
  private final Deque<Stream> inbound = new ArrayDeque<>();
  private Optional<Intake> intake = Optional.empty();
  private boolean writing;
  private boolean ended;

  PeerChannel(PeerConnection connection, Executor routerLoop) {
    this.connection = connection;
    this.routerLoop = routerLoop;
  }

  PeerConnection connection() {
    return connection;
  }

  void opened(Stream stream) {
    if (ended) {
      stream.reset();
      return;
    }
    outbound = Optional.of(stream);
    pump();
  }

  /** A peer opens one, and another where it lost the first or two connections crossed. */
  void inboundOpened(Stream stream, Intake streamIntake) {
    inbound.addLast(stream);
    intake = Optional.of(streamIntake);
    if (inbound.size() > INBOUND_STREAMS_MAX) {
      inbound.removeFirst().reset();
    }
  }

  /** Of the stream that the peer sends on. */
  Optional<Intake> intake() {
    return intake;
  }

  /** What waits to be sent. */
  long queuedBytes() {
    return outbox.queuedBytes();
  }

  void send(RPC rpc) {
    if (ended) {
      return;
    }
    if (!outbox.offer(rpc)) {
      hangUp("gossip is not read");
      return;
    }
    pump();
  }

  /** No more is sent; the channel stays, as the mark that a stream was opened once. */
  void end() {
    ended = true;
    outbox.clear();
    outbound.ifPresent(Stream::reset);
    inbound.forEach(Stream::reset);
  }

  /**
   * Ends the connection too, and first: a peer that sees its streams end closes the connection
   * itself, and then nobody learns the reason.
   */
  void hangUp(String reason) {
    connection.close(reason);
    end();
  }

  boolean isEnded() {
    return ended;
  }

  private void pump() {
    if (writing || ended || outbound.isEmpty()) {
      return;
    }
    Optional<ByteBuf> frame = outbox.nextFrame();
    if (frame.isEmpty()) {
      return;
    }
    writing = true;
    outbound
        .get()
        .write(frame.get())
        .whenComplete((done, failure) -> routerLoop.execute(() -> written(failure == null)));
  }

  private void written(boolean ok) {
    writing = false;
    if (ok) {
      pump();
    }
  }
}
