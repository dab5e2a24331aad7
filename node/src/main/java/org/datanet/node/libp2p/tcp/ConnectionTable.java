package org.datanet.node.libp2p.tcp;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Who is connected, and how many sockets there may be. At most one connection a peer: of two that
 * both ends dialled at the same time, both ends keep the one dialled by the smaller peer id; of two
 * that the same end dialled, the later one, since that end has lost the other.
 */
final class ConnectionTable {

  private final PeerId self;
  private final int socketsMax;
  private final int inboundPerIpMax;
  private final Map<PeerId, TcpConnection> byPeer = new HashMap<>();
  private final Map<InetAddress, Integer> inboundByIp = new HashMap<>();
  private int sockets;

  ConnectionTable(PeerId self, int socketsMax, int inboundPerIpMax) {
    this.self = self;
    this.socketsMax = socketsMax;
    this.inboundPerIpMax = inboundPerIpMax;
  }

  /** What became of a new connection, and which one had to give way to it. */
  record Admission(boolean kept, Optional<TcpConnection> displaced) {}

  /** Takes a place for a socket to be dialled. */
  synchronized boolean reserveOutbound() {
    if (sockets >= socketsMax) {
      return false;
    }
    sockets++;
    return true;
  }

  /** Takes a place for an accepted socket. */
  synchronized boolean reserveInbound(InetAddress ip) {
    int fromIp = inboundByIp.getOrDefault(ip, 0);
    if (sockets >= socketsMax || fromIp >= inboundPerIpMax) {
      return false;
    }
    sockets++;
    inboundByIp.put(ip, fromIp + 1);
    return true;
  }

  synchronized void releaseOutbound() {
    sockets--;
  }

  synchronized void releaseInbound(InetAddress ip) {
    sockets--;
    inboundByIp.computeIfPresent(ip, (key, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Enters a connection; the report, which gets the one displaced, runs under the lock, so that
   * reports keep the order of the changes.
   */
  synchronized Admission admit(TcpConnection connection, Consumer<Optional<TcpConnection>> report) {
    Optional<TcpConnection> present = find(connection.remotePeer());
    boolean kept = present.isEmpty() || replaces(connection, present.get());
    if (kept) {
      byPeer.put(connection.remotePeer(), connection);
      report.accept(present);
    }
    return new Admission(kept, kept ? present : Optional.empty());
  }

  private boolean replaces(TcpConnection later, TcpConnection earlier) {
    if (later.isOutbound() == earlier.isOutbound()) {
      return true;
    }
    boolean weAreSmaller = self.compareTo(later.remotePeer()) < 0;
    return later.isOutbound() == weAreSmaller;
  }

  /** Removes a connection that was in the table; false where another has taken its place. */
  synchronized boolean remove(TcpConnection connection, Runnable report) {
    boolean removed = byPeer.remove(connection.remotePeer(), connection);
    if (removed) {
      report.run();
    }
    return removed;
  }

  synchronized Optional<TcpConnection> find(PeerId peer) {
    return Optional.ofNullable(byPeer.get(peer));
  }

  synchronized List<TcpConnection> all() {
    return List.copyOf(byPeer.values());
  }

  synchronized int sockets() {
    return sockets;
  }
}
