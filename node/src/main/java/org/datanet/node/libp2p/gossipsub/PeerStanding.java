package org.datanet.node.libp2p.gossipsub;

import org.datanet.node.libp2p.gossipsub.score.ScoreReport;

/** How a peer has behaved so far. */
public record PeerStanding(ScoreReport score, VerdictCounts verdicts) {

  public static final PeerStanding NEW = new PeerStanding(ScoreReport.UNKNOWN, VerdictCounts.NONE);
}
