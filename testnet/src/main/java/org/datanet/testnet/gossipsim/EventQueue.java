package org.datanet.testnet.gossipsim;

import java.util.PriorityQueue;

/** What happens in the simulated network, in order of time, then of entry. */
final class EventQueue {

  private final PriorityQueue<Event> events = new PriorityQueue<>(1 << 16);
  private long nowMicros;
  private long entered;

  private record Event(long atMicros, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atMicros, other.atMicros);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  long nowMicros() {
    return nowMicros;
  }

  void in(long delayMicros, Runnable action) {
    entered++;
    events.add(new Event(nowMicros + delayMicros, entered, action));
  }

  /** Runs what happens until then. */
  void runUntil(long untilMicros) {
    for (Event next = events.peek();
        next != null && next.atMicros <= untilMicros;
        next = events.peek()) {
      events.remove();
      nowMicros = next.atMicros;
      next.action.run();
    }
    nowMicros = untilMicros;
  }
}
