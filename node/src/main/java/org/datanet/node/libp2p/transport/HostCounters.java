package org.datanet.node.libp2p.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a host has counted since it started; any thread. */
public final class HostCounters {

  /** The things counted. */
  public enum Event {
    INBOUND_OPENED,
    OUTBOUND_OPENED,
    DIAL_FAILED,
    /** A place was missing: too many sockets in all or from one address. */
    INBOUND_REFUSED,
    /** The far end does not speak multistream-select, or none of our protocols. */
    NEGOTIATION_FAILED,
    /** The secure channel failed, or another identity was at its far end. */
    HANDSHAKE_FAILED,
    HANDSHAKE_TIMED_OUT,
    /** The socket ended before the upgrade was done. */
    HANDSHAKE_ABANDONED,
    /** A second connection to the same peer was closed. */
    DUPLICATE_CLOSED,
    DISCONNECTED
  }

  private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

  public HostCounters() {
    for (Event event : Event.values()) {
      counts.put(event, new LongAdder());
    }
  }

  public void count(Event event) {
    adder(event).increment();
  }

  /** How often it happened. */
  public long get(Event event) {
    return adder(event).sum();
  }

  private LongAdder adder(Event event) {
    LongAdder adder = counts.get(event);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + event);
    }
    return adder;
  }
}
