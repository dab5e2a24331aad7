package org.datanet.node.libp2p.swarm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.transport.HostCounters;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.datanet.node.libp2p.transport.MuxedConnection;
import org.datanet.node.libp2p.transport.Transport;
import org.datanet.node.libp2p.transport.TransportOwner;
import org.jspecify.annotations.Nullable;

/**
 * Dials peers: finds the transport of each address, resolves names, and lets several addresses of
 * one peer race. Any thread.
 */
final class Dialler {

  private final List<Transport> transports;
  private final ConnectionTable<PeerLink> table;
  private final HostCounters counters;
  private final TransportOwner owner;
  private final int connectionsMax;
  private final int headStartMs;
  private final Map<List<Multiaddr>, CompletableFuture<PeerConnection>> underWay =
      new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param transports the preferred first
   */
  Dialler(
      List<Transport> transports,
      ConnectionTable<PeerLink> table,
      HostCounters counters,
      TransportOwner owner,
      int connectionsMax,
      int headStartMs) {
    this.transports = transports;
    this.table = table;
    this.counters = counters;
    this.owner = owner;
    this.connectionsMax = connectionsMax;
    this.headStartMs = headStartMs;
  }

  /** One address, with the transport that speaks it. */
  record Target(Multiaddr address, Transport transport, InetSocketAddress socket) {}

  /** The connection that is there, or the first that one of the addresses gives. */
  CompletionStage<PeerConnection> connect(Optional<PeerId> peer, List<Multiaddr> addresses) {
    Optional<PeerLink> present = peer.flatMap(table::find);
    if (present.isPresent()) {
      return CompletableFuture.completedFuture(present.get());
    }
    CompletableFuture<PeerConnection> fresh = new CompletableFuture<>();
    List<Multiaddr> key = List.copyOf(addresses);
    CompletableFuture<PeerConnection> running = underWay.putIfAbsent(key, fresh);
    if (running != null) {
      return running;
    }
    fresh.whenComplete((connection, failure) -> underWay.remove(key, fresh));
    List<Target> targets = targets(peer, addresses);
    if (targets.isEmpty()) {
      fresh.completeExceptionally(new IOException("no address that can be dialled: " + addresses));
    } else if (closed) {
      fresh.completeExceptionally(new IOException("the host is closed"));
    } else {
      new DialRace(targets, headStartMs, target -> dial(target, peer), fresh).start();
    }
    return fresh;
  }

  /**
   * The addresses that can be dialled: one of each transport in turn, the preferred first, so that
   * many addresses of a transport that is blocked do not hold up another.
   */
  private List<Target> targets(Optional<PeerId> peer, List<Multiaddr> addresses) {
    List<Deque<Target>> byTransport = new ArrayList<>();
    transports.forEach(transport -> byTransport.add(new ArrayDeque<>()));
    addresses.stream()
        .filter(address -> address.peerId().isEmpty() || address.peerId().equals(peer))
        .distinct()
        .flatMap(address -> target(address).stream())
        .forEach(target -> byTransport.get(transports.indexOf(target.transport())).add(target));
    List<Target> inTurn = new ArrayList<>();
    while (byTransport.stream().anyMatch(targets -> !targets.isEmpty())) {
      byTransport.forEach(targets -> Optional.ofNullable(targets.poll()).ifPresent(inTurn::add));
    }
    return inTurn.subList(0, Math.min(inTurn.size(), DialRace.ADDRESSES_MAX));
  }

  /** Of its transport; the preferred one's is 0. */
  int rank(Multiaddr address) {
    return target(address).map(target -> transports.indexOf(target.transport())).orElse(-1);
  }

  private Optional<Target> target(Multiaddr address) {
    for (Transport transport : transports) {
      Optional<InetSocketAddress> socket = transport.target(address);
      if (socket.isPresent()) {
        return Optional.of(new Target(address, transport, socket.get()));
      }
    }
    return Optional.empty();
  }

  /** Dials one address; cancelling the result closes its socket. */
  private CompletableFuture<PeerConnection> dial(Target target, Optional<PeerId> peer) {
    CompletableFuture<PeerConnection> result = new CompletableFuture<>();
    if (!table.reserveOutbound()) {
      result.completeExceptionally(
          new IOException("no more than " + connectionsMax + " connections"));
    } else if (target.socket().isUnresolved()) {
      Thread.ofVirtual().name("libp2p-resolve").start(() -> resolve(target, peer, result));
    } else {
      dialSocket(target, target.socket(), peer, result);
    }
    return result;
  }

  private void resolve(
      Target target, Optional<PeerId> peer, CompletableFuture<PeerConnection> result) {
    try {
      dialSocket(target, Dns.resolve(target.address(), target.socket()), peer, result);
    } catch (UnknownHostException e) {
      table.releaseOutbound();
      counters.count(Event.DIAL_FAILED);
      result.completeExceptionally(failure("cannot resolve " + target.address(), e));
    }
  }

  /** Every way out of here closes the socket and gives its place back, a cancelled result too. */
  private void dialSocket(
      Target target,
      InetSocketAddress socket,
      Optional<PeerId> peer,
      CompletableFuture<PeerConnection> result) {
    CompletableFuture<MuxedConnection> dial =
        target.transport().dial(socket, peer, owner, table::releaseOutbound);
    dial.whenComplete(
        (dialled, failure) -> settle(target.address(), peer, result, dialled, failure));
    result.whenComplete(
        (connection, failure) -> {
          if (failure != null) {
            dial.cancel(false);
          }
        });
  }

  private void settle(
      Multiaddr address,
      Optional<PeerId> expected,
      CompletableFuture<PeerConnection> result,
      @Nullable MuxedConnection dialled,
      @Nullable Throwable failure) {
    Optional<PeerId> peer = dialled == null ? expected : Optional.of(dialled.remotePeer());
    Optional<PeerLink> kept = peer.flatMap(table::find);
    if (kept.isPresent()) {
      result.complete(kept.get()); // this one, or the one that the remote dialled meanwhile
      return;
    }
    counters.count(Event.DIAL_FAILED);
    result.completeExceptionally(
        failure == null
            ? new IOException("cannot connect to " + address + ": closed again at once")
            : failure("cannot connect to " + address, failure));
  }

  private static IOException failure(String what, Throwable cause) {
    return new IOException(what + ": " + cause.getMessage(), cause);
  }

  /** Gives up what is under way. */
  void close() {
    closed = true;
    underWay.values().forEach(dial -> dial.cancel(false));
  }
}
