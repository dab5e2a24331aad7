package org.datanet.node.libp2p.gossipsub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * How peers have behaved. It outlives connections, so that a peer cannot wash its rejects off by
 * reconnecting; the peer least lately judged is forgotten first. Peer scoring (gossipsub v1.1 "Peer
 * Scoring") belongs here.
 */
final class Standing {

  private static final long STRIKES_HALVE_EVERY_MS = 60_000;

  private final int rejectsMax;
  private final long graylistMs;
  private final LinkedHashMap<PeerId, Record> records;
  private long halveAtMs = Long.MIN_VALUE;

  Standing(int rejectsMax, long graylistMs, int peersMax) {
    this.rejectsMax = rejectsMax;
    this.graylistMs = graylistMs;
    this.records =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<PeerId, Record> eldest) {
            return size() > peersMax;
          }
        };
  }

  /** True where this verdict has just graylisted the peer. */
  boolean count(PeerId peer, Verdict verdict, long nowMs) {
    Record peerRecord = records.computeIfAbsent(peer, any -> new Record());
    peerRecord.counts = peerRecord.counts.plus(verdict);
    return verdict == Verdict.REJECT && strike(peerRecord, nowMs);
  }

  /**
   * A breach of the protocol other than a bad message; true where it has just graylisted the peer.
   */
  boolean strike(PeerId peer, long nowMs) {
    return strike(records.computeIfAbsent(peer, any -> new Record()), nowMs);
  }

  boolean isGraylisted(PeerId peer, long nowMs) {
    Record peerRecord = records.get(peer);
    return peerRecord != null && nowMs < peerRecord.graylistedUntilMs;
  }

  void onHeartbeat(long nowMs) {
    if (nowMs < halveAtMs) {
      return;
    }
    halveAtMs = nowMs + STRIKES_HALVE_EVERY_MS;
    records.values().forEach(peerRecord -> peerRecord.strikes /= 2);
  }

  Map<PeerId, VerdictCounts> counts() {
    Map<PeerId, VerdictCounts> counts = new TreeMap<>();
    records.forEach((peer, peerRecord) -> counts.put(peer, peerRecord.counts));
    return counts;
  }

  private boolean strike(Record peerRecord, long nowMs) {
    peerRecord.strikes++;
    if (peerRecord.strikes <= rejectsMax || nowMs < peerRecord.graylistedUntilMs) {
      return false;
    }
    peerRecord.graylistedUntilMs = nowMs + graylistMs;
    peerRecord.strikes = 0;
    return true;
  }

  private static final class Record {
    VerdictCounts counts = VerdictCounts.NONE;
    int strikes;
    long graylistedUntilMs = Long.MIN_VALUE;
  }
}
