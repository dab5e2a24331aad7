package org.datanet.node.libp2p.peerbook;

import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * A peer that is not spoken to.
 *
 * @param untilMs Unix time; {@link Long#MAX_VALUE} for one that does not end
 */
public record Ban(PeerId peer, long untilMs, String reason) {

  public Ban {
    reason =
        reason
            .substring(0, Math.min(reason.length(), PeerBookLimits.REASON_LENGTH_MAX))
            .replaceAll("\\p{Cntrl}", "?");
  }

  boolean isOver(long nowMs) {
    return nowMs >= untilMs;
  }
}
