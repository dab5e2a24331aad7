package org.datanet.node.libp2p.transport;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What a host has counted since it started; any thread. */
public final class HostCounters {

  /** The things counted. */
  public enum Event {
    INBOUND_OPENED,
    OUTBOUND_OPENED,
    DIAL_FAILED,
    /** A place was missing, too many sockets in all or from one address, or it is banned. */
    INBOUND_REFUSED,
    /** The handshake proved an identity that is banned. */
    PEER_REFUSED,
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

  /** All counts, by the names of the events in lower case. */
  public Map<String, LongSupplier> byName() {
    return byName(counts.keySet());
  }

  /** Those of a host that counts these only. */
  public Map<String, LongSupplier> byName(Set<Event> counted) {
    Map<String, LongSupplier> named = new TreeMap<>();
    counted.forEach(event -> named.put(event.name().toLowerCase(Locale.ROOT), adder(event)::sum));
    return named;
  }

  private LongAdder adder(Event event) {
    LongAdder adder = counts.get(event);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + event);
    }
    return adder;
  }
}
