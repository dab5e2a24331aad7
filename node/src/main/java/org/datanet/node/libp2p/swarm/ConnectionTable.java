package org.datanet.node.libp2p.swarm;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Who is connected, and how many sockets there may be. At most one connection a peer, and both ends
 * must come to keep the same one whatever the order in which they see them: of two that both ends
 * dialled at the same time, the one dialled by the smaller peer id; of two that the same end
 * dialled over different transports at the same time, the one over the transport preferred; of
 * others the later one, since the end that dialled it has lost the earlier. What is at the same
 * time each end tells by its own clock: where they differ about it, both connections end, and the
 * next dial makes a new one.
 */
public final class ConnectionTable<C extends PeerConnection> {

  /** One place in so many is for sockets that we dial: whoever fills the others cannot take it. */
  private static final int OWN_DIALS_SHARE = 8;

  private final PeerId self;
  private final int socketsMax;
  private final int inboundPerIpMax;
  private final List<String> transports;
  private final long raceNanos;
  private final Map<PeerId, C> byPeer = new HashMap<>();
  private final Map<InetAddress, Integer> inboundByIp = new HashMap<>();
  private int sockets;
  private int inbound;

  /**
   * @param transports names of transports, the preferred first
   * @param raceNanos dials of one peer that are further apart do not belong to one race
   */
  public ConnectionTable(
      PeerId self, int socketsMax, int inboundPerIpMax, List<String> transports, long raceNanos) {
    this.self = self;
    this.socketsMax = socketsMax;
    this.inboundPerIpMax = inboundPerIpMax;
    this.transports = List.copyOf(transports);
    this.raceNanos = raceNanos;
  }

  /** What became of a new connection, and which one had to give way to it. */
  public record Admission<C>(boolean kept, Optional<C> displaced) {}

  /** Takes a place for a socket to be dialled. */
  public synchronized boolean reserveOutbound() {
    if (sockets >= socketsMax) {
      return false;
    }
    sockets++;
    return true;
  }

  /** Takes a place for an accepted socket. */
  public synchronized boolean reserveInbound(InetAddress ip) {
    int fromIp = inboundByIp.getOrDefault(ip, 0);
    if (sockets >= socketsMax
        || inbound >= socketsMax - socketsMax / OWN_DIALS_SHARE
        || fromIp >= inboundPerIpMax) {
      return false;
    }
    sockets++;
    inbound++;
    inboundByIp.put(ip, fromIp + 1);
    return true;
  }

  public synchronized void releaseOutbound() {
    sockets--;
  }

  public synchronized void releaseInbound(InetAddress ip) {
    sockets--;
    inbound--;
    inboundByIp.computeIfPresent(ip, (key, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Enters a connection; the report, which gets the one displaced, runs under the lock, so that
   * reports keep the order of the changes.
   */
  public synchronized Admission<C> admit(C connection, Consumer<Optional<C>> report) {
    Optional<C> present = find(connection.remotePeer());
    boolean kept = present.isEmpty() || replaces(connection, present.get());
    if (kept) {
      byPeer.put(connection.remotePeer(), connection);
      report.accept(present);
    }
    return new Admission<>(kept, kept ? present : Optional.empty());
  }

  private boolean replaces(C later, C earlier) {
    boolean race = later.connectedAtNanos() - earlier.connectedAtNanos() < raceNanos;
    if (!race) {
      return true;
    }
    if (later.isOutbound() == earlier.isOutbound()) {
      return rank(later) <= rank(earlier);
    }
    boolean weAreSmaller = self.compareTo(later.remotePeer()) < 0;
    return later.isOutbound() == weAreSmaller;
  }

  private int rank(C link) {
    return transports.indexOf(link.transport());
  }

  /** Removes a connection that was in the table; false where another has taken its place. */
  public synchronized boolean remove(C connection, Runnable report) {
    boolean removed = byPeer.remove(connection.remotePeer(), connection);
    if (removed) {
      report.run();
    }
    return removed;
  }

  public synchronized Optional<C> find(PeerId peer) {
    return Optional.ofNullable(byPeer.get(peer));
  }

  public synchronized List<C> all() {
    return List.copyOf(byPeer.values());
  }

  public synchronized int sockets() {
    return sockets;
  }

  /** Accepted sockets of the address that has most. */
  public synchronized int socketsOfOneAddress() {
    return inboundByIp.values().stream().mapToInt(count -> count).max().orElse(0);
  }
}
