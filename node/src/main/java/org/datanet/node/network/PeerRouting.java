package org.datanet.node.network;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.kad.KadService;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.peerbook.PeerBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts Kademlia to use while fewer peers are connected than wanted: wanders through the network,
 * and looks for peers that gossip named without an address. Runs on the network's timer thread.
 */
final class PeerRouting {

  private static final Logger LOG = LoggerFactory.getLogger(PeerRouting.class);

  private static final long LOOK_MS = 1_000;

  private final Host host;
  private final KadService kad;
  private final PeerBook book;
  private final int peersWanted;
  private final ScheduledExecutorService timer;
  private final Wandering wandering = new Wandering();

  /** When each peer was looked for last, the earliest first. */
  private final Map<PeerId, Long> soughtMs = new LinkedHashMap<>();

  private final Set<PeerId> seeking = new HashSet<>();

  /**
   * @param timer one thread, which tells what its tasks throw
   */
  PeerRouting(
      Host host, KadService kad, PeerBook book, int peersWanted, ScheduledExecutorService timer) {
    this.host = host;
    this.kad = kad;
    this.book = book;
    this.peersWanted = peersWanted;
    this.timer = timer;
  }

  void start() {
    timer.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    int connected = host.connections().size();
    long nowMs = System.currentTimeMillis();
    if (connected == 0 || connected >= peersWanted || !wandering.begins(nowMs)) {
      return;
    }
    Afterwards.run(
        kad.wander(),
        timer,
        (met, failure) -> {
          if (failure != null) {
            LOG.debug("cannot wander: {}", failure.toString());
          }
          wandering.ended(failure == null && met > 0, System.currentTimeMillis());
        });
  }

  /** Gossip named a peer and no address. Any thread. */
  void introduced(PeerId peer) {
    timer.execute(() -> seek(peer));
  }

  private void seek(PeerId peer) {
    long nowMs = System.currentTimeMillis();
    soughtMs.values().removeIf(at -> nowMs - at >= PeerRoutingLimits.SEEK_AGAIN_MS);
    boolean enough = host.connections().size() >= peersWanted;
    boolean known = !book.addresses(peer).isEmpty();
    boolean room =
        seeking.size() < PeerRoutingLimits.SEEKING_MAX
            && soughtMs.size() < PeerRoutingLimits.SOUGHT_MAX;
    if (enough || known || !room || soughtMs.putIfAbsent(peer, nowMs) != null) {
      return;
    }
    seeking.add(peer);
    Afterwards.run(
        kad.findPeer(peer),
        timer,
        (addresses, failure) -> {
          seeking.remove(peer);
          if (failure == null) {
            book.hint(peer, addresses);
          } else {
            LOG.debug("cannot look for {}: {}", peer, failure.toString());
          }
        });
  }
}
