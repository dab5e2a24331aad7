package org.datanet.node.libp2p.jvm;

import io.libp2p.core.Connection;
import io.libp2p.core.Network;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.swarm.ConnectionTable;
import org.datanet.node.libp2p.swarm.PeerLink;
import org.datanet.node.libp2p.transport.HostCounters;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.jspecify.annotations.Nullable;

/** Dials peers by jvm-libp2p, each once at a time. Any thread. */
final class JvmDialler {

  /** No peer has more that are worth a dial. */
  private static final int ADDRESSES_MAX = 8;

  private final Network network;
  private final SocketGuard guard;
  private final ConnectionTable<PeerLink> table;
  private final HostCounters counters;
  private final Map<PeerId, CompletableFuture<PeerConnection>> underWay = new ConcurrentHashMap<>();
  private volatile boolean closed;

  JvmDialler(
      Network network, SocketGuard guard, ConnectionTable<PeerLink> table, HostCounters counters) {
    this.network = network;
    this.guard = guard;
    this.table = table;
    this.counters = counters;
  }

  /** The connection that is there, or the one that one of the addresses gives. */
  CompletionStage<PeerConnection> connect(PeerId peer, List<Multiaddr> addresses) {
    Optional<PeerLink> present = table.find(peer);
    if (present.isPresent()) {
      return CompletableFuture.completedFuture(present.get());
    }
    CompletableFuture<PeerConnection> fresh = new CompletableFuture<>();
    CompletableFuture<PeerConnection> running = underWay.putIfAbsent(peer, fresh);
    if (running != null) {
      return running;
    }
    fresh.whenComplete((connection, failure) -> underWay.remove(peer, fresh));
    List<Multiaddr> targets =
        addresses.stream()
            .filter(address -> address.tcpAddress().isPresent())
            .filter(address -> address.peerId().isEmpty() || address.peerId().get().equals(peer))
            .distinct()
            .limit(ADDRESSES_MAX)
            .toList();
    if (targets.isEmpty() || closed) {
      fresh.completeExceptionally(
          new IOException(
              closed ? "the host is closed" : "no address that can be dialled: " + addresses));
    } else {
      // jvm-libp2p resolves names where it is called, and blocks there.
      Thread.ofVirtual().name("libp2p-jvm-dial").start(() -> dial(peer, targets, fresh));
    }
    return fresh;
  }

  private void dial(
      PeerId peer, List<Multiaddr> targets, CompletableFuture<PeerConnection> result) {
    CompletableFuture<Connection> dialled;
    try {
      dialled =
          network.connect(
              JvmTypes.theirs(peer),
              guard::dialled,
              targets.stream()
                  .map(JvmTypes::theirs)
                  .toArray(io.libp2p.core.multiformats.Multiaddr[]::new));
    } catch (RuntimeException unresolved) {
      dialled = CompletableFuture.failedFuture(unresolved);
    }
    dialled.whenComplete((connection, failure) -> settle(peer, targets, result, failure));
  }

  private void settle(
      PeerId peer,
      List<Multiaddr> targets,
      CompletableFuture<PeerConnection> result,
      @Nullable Throwable failure) {
    Optional<PeerLink> kept = table.find(peer);
    if (kept.isPresent()) {
      result.complete(kept.get()); // this one, or the one that the remote dialled meanwhile
      return;
    }
    counters.count(Event.DIAL_FAILED);
    String what = "cannot connect to " + peer + " at " + targets;
    result.completeExceptionally(
        failure == null
            ? new IOException(what + ": closed again at once")
            : JvmTypes.failure(what, failure));
  }

  /** Gives up what is under way. */
  void close() {
    closed = true;
    underWay
        .values()
        .forEach(dial -> dial.completeExceptionally(new IOException("the host is closed")));
  }
}
