package org.datanet.node.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.replica.WantedContent;

/**
 * Which contents are wanted, as what, and when each is asked for next. A want ends only when its
 * content has come: one that nobody served sleeps until somebody asks again or brings it. Knows
 * neither clocks nor peers; any thread.
 */
final class ContentWants {

  private enum State {
    WAITING,
    FETCHING,
    /** Its content is here and is about to be judged: a fetch that ends changes nothing. */
    ARRIVED,
    ASLEEP
  }

  private static final class Want {
    final Set<WantedContent> asked = new LinkedHashSet<>();
    Optional<String> peer = Optional.empty();
    State state = State.WAITING;
    long dueMs;
    int attempts;

    Want(long dueMs) {
      this.dueMs = dueMs;
    }
  }

  private final Map<Cid, Want> wants = new LinkedHashMap<>();

  /** Asleep; the first to make room. */
  private final Set<Cid> sleepers = new LinkedHashSet<>();

  /**
   * @param peer that is likely to have it
   * @return false where so many are wanted that this one is left out
   */
  synchronized boolean add(WantedContent content, Optional<String> peer, long nowMs) {
    Want want = wants.get(content.cid());
    if (want == null) {
      if (wants.size() >= SyncLimits.CONTENTS_WANTED_MAX && !forgetSleeper()) {
        return false;
      }
      want = new Want(nowMs + SyncLimits.CONTENT_GATHER_MS);
      wants.put(content.cid(), want);
    }
    want.asked.add(content);
    if (peer.isPresent()) {
      want.peer = peer;
    }
    long dueMs = nowMs + SyncLimits.CONTENT_GATHER_MS;
    if (sleepers.remove(content.cid())) {
      want.attempts = 0;
      want.dueMs = dueMs;
      want.state = State.WAITING;
    } else if (want.state == State.WAITING) {
      want.dueMs = Math.min(want.dueMs, dueMs);
    }
    return true;
  }

  private boolean forgetSleeper() {
    Optional<Cid> sleeper = sleepers.stream().findFirst();
    sleeper.ifPresent(this::take);
    return sleeper.isPresent();
  }

  /** When the next want is due; empty while there is none. */
  synchronized OptionalLong nextDueMs() {
    return wants.values().stream()
        .filter(want -> want.state == State.WAITING)
        .mapToLong(want -> want.dueMs)
        .min();
  }

  /** What is to be fetched now, by the peer that is likely to have it. */
  synchronized Map<Optional<String>, List<Cid>> takeDue(long nowMs) {
    Map<Optional<String>, List<Cid>> due = new LinkedHashMap<>();
    int taken = 0;
    for (Map.Entry<Cid, Want> entry : wants.entrySet()) {
      Want want = entry.getValue();
      if (want.state == State.WAITING
          && want.dueMs <= nowMs
          && taken < SyncLimits.CONTENTS_PER_FETCH_MAX) {
        taken++;
        want.state = State.FETCHING;
        due.computeIfAbsent(want.peer, peer -> new ArrayList<>()).add(entry.getKey());
      }
    }
    return due;
  }

  /**
   * The content has come, from wherever, and {@link #take} follows.
   *
   * @return false where nobody wants it any more
   */
  synchronized boolean arrived(Cid cid) {
    Want want = wants.get(cid);
    if (want == null || want.state == State.ARRIVED) {
      return false;
    }
    want.state = State.ARRIVED;
    sleepers.remove(cid);
    return true;
  }

  /** Ends the want: as what the content was asked for. */
  synchronized List<WantedContent> take(Cid cid) {
    Want want = wants.remove(cid);
    sleepers.remove(cid);
    return want == null ? List.of() : List.copyOf(want.asked);
  }

  /**
   * A fetch has ended. What did not come is asked for again, of everybody, later each time.
   *
   * @return what sleeps from now on
   */
  synchronized List<Cid> ended(List<Cid> cids, long nowMs) {
    List<Cid> asleep = new ArrayList<>();
    for (Cid cid : cids) {
      Want want = wants.get(cid);
      if (want != null && want.state == State.FETCHING) {
        want.attempts++;
        want.peer = Optional.empty();
        want.dueMs = nowMs + want.attempts * SyncLimits.CONTENT_RETRY_MS;
        want.state = State.WAITING;
        if (want.attempts >= SyncLimits.CONTENT_ATTEMPTS_MAX) {
          want.state = State.ASLEEP;
          sleepers.add(cid);
          asleep.add(cid);
        }
      }
    }
    return asleep;
  }

  synchronized int size() {
    return wants.size();
  }
}
