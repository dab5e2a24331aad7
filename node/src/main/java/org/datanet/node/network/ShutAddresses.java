package org.datanet.node.network;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.datanet.node.libp2p.gossipsub.score.AddressBlock;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Where banned abusers came from. An address that sends one after the other is shut before it costs
 * a handshake; each stays shut no longer than its bans. For any thread.
 */
final class ShutAddresses {

  /** Addresses remembered; of more, the one that sent an abuser longest ago is forgotten. */
  static final int ADDRESSES_MAX = 1_000;

  private final BanRules rules;

  /**
   * When the ban ends of each peer that came from an address, the address least lately used first.
   */
  private final LinkedHashMap<String, Map<PeerId, Long>> untilMs = new LinkedHashMap<>();

  ShutAddresses(BanRules rules) {
    this.rules = rules;
  }

  synchronized void add(InetAddress address, PeerId peer, long banUntilMs) {
    if (rules.spared().stream().anyMatch(block -> block.contains(address))) {
      return;
    }
    String place = AddressBlock.subscriber(address);
    Map<PeerId, Long> bans = untilMs.remove(place);
    if (bans == null) {
      bans = new HashMap<>();
    }
    untilMs.put(place, bans);
    // So many are as good as any number; the later ones end later.
    if (bans.size() >= rules.peersPerAddress() && !bans.containsKey(peer)) {
      bans.entrySet().stream()
          .min(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .ifPresent(bans::remove);
    }
    bans.put(peer, banUntilMs);
    if (untilMs.size() > ADDRESSES_MAX) {
      untilMs.pollFirstEntry();
    }
  }

  /** The ban on the peer was lifted. */
  synchronized void forget(PeerId peer) {
    untilMs.values().removeIf(bans -> bans.remove(peer) != null && bans.isEmpty());
  }

  synchronized boolean isShut(InetAddress address, long nowMs) {
    String place = AddressBlock.subscriber(address);
    Map<PeerId, Long> bans = untilMs.get(place);
    if (bans == null) {
      return false;
    }
    bans.values().removeIf(end -> end <= nowMs);
    if (bans.isEmpty()) {
      untilMs.remove(place);
    }
    return bans.size() >= rules.peersPerAddress();
  }
}
