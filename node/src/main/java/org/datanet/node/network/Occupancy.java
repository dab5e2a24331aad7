package org.datanet.node.network;

import java.util.List;
import java.util.function.LongSupplier;
import org.datanet.node.libp2p.host.Use;

/**
 * How full something is that peers can fill.
 *
 * @param name in lower case with dots, such as {@code gossip.seen}; the unit last where it is no
 *     number of things
 * @param used at the time of the call, from any thread
 * @param max its bound
 */
public record Occupancy(String name, String description, LongSupplier used, long max) {

  /** What a part of the stack holds, under that part's name. */
  static List<Occupancy> of(String part, List<Use> uses) {
    return uses.stream()
        .map(
            use ->
                new Occupancy(part + "." + use.label(), use.description(), use.used(), use.max()))
        .toList();
  }
}
