package org.datanet.protocol.consensus;

import java.util.EnumMap;
import java.util.TreeMap;

/**
 * Which votes this validator has cast in the epoch, in this life or an earlier one: one for each
 * round and type, ever.
 */
final class OwnVotes {

  private final EnumMap<VoteType, TreeMap<Integer, Vote>> cast = new EnumMap<>(VoteType.class);

  /** True if the slot was free, and now is taken by this vote. */
  boolean claim(Vote vote) {
    return ofType(vote.type()).putIfAbsent(vote.round(), vote) == null;
  }

  boolean has(VoteType type, int round) {
    return ofType(type).containsKey(round);
  }

  boolean contains(Vote vote) {
    return vote.equals(ofType(vote.type()).get(vote.round()));
  }

  /** The last precommit for a value: what we are locked on (lines 38–40 come together). */
  RoundValue lastLock() {
    return ofType(VoteType.PRECOMMIT).descendingMap().values().stream()
        .filter(vote -> !vote.isNil())
        .findFirst()
        .map(vote -> new RoundValue(vote.round(), vote.valueId().orElseThrow()))
        .orElse(RoundValue.NONE);
  }

  /** 0 if none was cast. */
  int lastRound() {
    int last = 0;
    for (TreeMap<Integer, Vote> votes : cast.values()) {
      last = votes.isEmpty() ? last : Math.max(last, votes.lastKey());
    }
    return last;
  }

  private TreeMap<Integer, Vote> ofType(VoteType type) {
    return cast.computeIfAbsent(type, t -> new TreeMap<>());
  }
}
