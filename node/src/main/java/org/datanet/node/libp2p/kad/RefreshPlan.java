package org.datanet.node.libp2p.kad;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * When to look for whom, so that the table stays filled (kad-dht, "Bootstrap process"): for
 * ourselves at the start, while few peers are known, and again and again; then for a random key of
 * each bucket that nothing was looked for in lately. Buckets so near that the lookup of ourselves
 * has found all of their peers are left out.
 */
final class RefreshPlan {

  private static final int KEY_BYTES = 32;

  private final KadKey self;
  private final KadTiming timing;
  private final SplittableRandom random;
  private final Map<Integer, Long> lookedForMs = new TreeMap<>();
  private final Deque<Integer> walks = new ArrayDeque<>();
  private boolean begun;
  private long selfStartedMs;
  private long addedAtStart;
  private long nextWalkMs;

  RefreshPlan(KadKey self, KadTiming timing, long seed) {
    this.self = self;
    this.timing = timing;
    this.random = new SplittableRandom(seed);
  }

  /**
   * True where we should look for ourselves now.
   *
   * @param added peers that ever came into the table
   */
  boolean isSelfDue(int tableSize, long added, long nowMs) {
    if (tableSize == 0) {
      return false;
    }
    long sinceMs = nowMs - selfStartedMs;
    boolean joining =
        tableSize < KadLimits.K && added != addedAtStart && sinceMs >= timing.joinMs();
    return !begun || joining || sinceMs >= timing.refreshMs();
  }

  void selfStarted(long added, long nowMs) {
    begun = true;
    selfStartedMs = nowMs;
    addedAtStart = added;
  }

  /** Plans the walks that follow, given who answered the lookup of ourselves. */
  void selfEnded(List<Lookup.Found> nearest, long nowMs) {
    int covered =
        nearest.size() < KadLimits.K
            ? 0
            : nearest.stream()
                .mapToInt(found -> self.commonBits(found.contact().key()))
                .min()
                .orElse(0);
    walks.clear();
    nextWalkMs = nowMs + timing.walkMs();
    for (int bucket = 0; bucket < Math.min(covered, KadLimits.WALKS_MAX); bucket++) {
      Long lookedFor = lookedForMs.get(bucket);
      if (lookedFor == null || nowMs - lookedFor >= timing.refreshMs()) {
        walks.add(bucket);
      }
    }
  }

  /** A lookup of this key begins, whoever asked for it. */
  void lookedFor(KadKey target, long nowMs) {
    lookedForMs.put(self.commonBits(target), nowMs);
  }

  /** The key of a walk that is to begin now. */
  Optional<byte[]> nextWalk(long nowMs) {
    if (walks.isEmpty() || nowMs < nextWalkMs) {
      return Optional.empty();
    }
    nextWalkMs = nowMs + timing.walkMs();
    return Optional.of(keyIn(walks.remove()));
  }

  /** Any key. */
  byte[] anyKey() {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return key;
  }

  /**
   * A key whose hash falls into a bucket. It can only be tried for: 2^(bucket + 1) hashes on
   * average, which is what {@link KadLimits#WALKS_MAX} bounds.
   */
  private byte[] keyIn(int bucket) {
    byte[] key = anyKey();
    while (self.commonBits(KadKey.of(key)) != bucket) {
      key = anyKey();
    }
    return key;
  }
}
