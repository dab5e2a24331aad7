package org.datanet.node.network;

/**
 * How many peers a node keeps.
 *
 * @param peersWanted fewer than these, and known peers are dialled
 * @param peersMost more than these, and the least useful are let go
 * @param peersKept how many stay then
 * @param graceMs for which a new connection is left alone, to show what it is good for
 * @param bans of those that abuse the protocol
 */
public record ConnectionLimits(
    int peersWanted, int peersMost, int peersKept, long graceMs, BanRules bans) {

  /** Enough for a gossip mesh of eight in each topic, with others to replace them. */
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(16, 160, 128, 20_000, BanRules.DEFAULT);

  public ConnectionLimits {
    if (peersWanted < 0 || peersKept < peersWanted || peersMost < peersKept || graceMs < 0) {
      throw new IllegalArgumentException(
          "wanted %d ≤ kept %d ≤ most %d".formatted(peersWanted, peersKept, peersMost));
    }
  }

  public ConnectionLimits withPeersWanted(int other) {
    return new ConnectionLimits(other, peersMost, peersKept, graceMs, bans);
  }

  public ConnectionLimits with(BanRules other) {
    return new ConnectionLimits(peersWanted, peersMost, peersKept, graceMs, other);
  }
}
