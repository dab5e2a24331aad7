package org.datanet.node.libp2p.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/** One way to reach peers: gives secured, multiplexed connections, and knows nothing above them. */
public interface Transport extends AutoCloseable {

  /** What lists of peers show, such as {@code tcp}. */
  String name();

  /**
   * Host and port of an address of this transport's kind, unresolved where it names a host; empty
   * for an address of another kind.
   */
  Optional<InetSocketAddress> target(Multiaddr address);

  /** Binds a resolved address; the stage gives the address with its real port. */
  CompletionStage<Multiaddr> listen(InetSocketAddress local, TransportOwner owner);

  /**
   * Dials a resolved address. The future completes after the owner has been told of the connection;
   * cancelling it closes the socket.
   *
   * @param expectedPeer another identity at the far end fails the dial
   * @param onSocketClosed runs once, when the socket of this dial is gone, whatever became of it
   */
  CompletableFuture<MuxedConnection> dial(
      InetSocketAddress target,
      Optional<PeerId> expectedPeer,
      TransportOwner owner,
      Runnable onSocketClosed);

  /** Closes every socket; the event loops are the host's to end. */
  @Override
  void close();
}
