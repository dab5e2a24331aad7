package org.datanet.node.libp2p.jvm;

import io.libp2p.core.Host;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.transport.TransportUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where jvm-libp2p listens. */
final class JvmListeners {

  private static final Logger LOG = LoggerFactory.getLogger(JvmListeners.class);

  private static final long PROBE_INTERVAL_NANOS = 1_000_000;

  private final Host library;
  private final SocketGuard guard;
  private final List<Multiaddr> asked = new CopyOnWriteArrayList<>();
  private final List<Multiaddr> bound = new CopyOnWriteArrayList<>();
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  JvmListeners(Host library, SocketGuard guard) {
    this.library = library;
    this.guard = guard;
  }

  List<Multiaddr> addresses() {
    return List.copyOf(bound);
  }

  synchronized CompletableFuture<Multiaddr> listen(Multiaddr address) {
    if (address.tcpAddress().isEmpty()) {
      LOG.info("not listening on {}: over jvm-libp2p a node speaks TCP only", address);
      return CompletableFuture.failedFuture(
          new TransportUnavailableException("cannot listen on " + address + ": only on TCP"));
    }
    // One after the other: jvm-libp2p does not tell which of its addresses was asked for.
    CompletableFuture<Multiaddr> listening =
        last.handle((done, failed) -> address)
            .thenCompose(
                next -> library.getNetwork().listen(JvmTypes.theirs(next), guard::accepted))
            .thenApply(done -> added(address))
            .exceptionallyCompose(
                failure ->
                    CompletableFuture.failedFuture(
                        JvmTypes.failure("cannot listen on " + address, failure)));
    last = listening;
    return listening;
  }

  private Multiaddr added(Multiaddr address) {
    Multiaddr fresh =
        library.listenAddresses().stream()
            .map(listened -> JvmTypes.ours(listened).withoutPeerId())
            .filter(listened -> !bound.contains(listened))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("listens, but nowhere new"));
    bound.add(fresh);
    asked.add(address);
    return fresh;
  }

  /** Stops listening; completes when Netty has closed all sockets. */
  CompletableFuture<Void> close() {
    return CompletableFuture.allOf(
        asked.stream()
            .map(address -> library.getNetwork().unlisten(JvmTypes.theirs(address)))
            .toArray(CompletableFuture[]::new));
  }

  /**
   * Waits until the ports can be had again: a socket of NIO that Netty has closed goes on listening
   * until its event loop selects.
   */
  void awaitFreePorts(long timeoutMs) throws IOException {
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    for (Multiaddr address : bound) {
      InetSocketAddress socket = address.tcpAddress().orElseThrow();
      while (!isFree(socket)) {
        if (System.nanoTime() - deadlineNanos > 0) {
          throw new IOException("something listens on " + address + " still");
        }
        LockSupport.parkNanos(PROBE_INTERVAL_NANOS);
      }
    }
  }

  private static boolean isFree(InetSocketAddress socket) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(socket);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
