package org.datanet.node.network;

import java.util.function.LongSupplier;

/**
 * How full something is that peers can fill.
 *
 * @param name in lower case with dots, such as {@code gossip.seen}; the unit last where it is no
 *     number of things
 * @param used at the time of the call, from any thread
 * @param max its bound
 */
public record Occupancy(String name, String description, LongSupplier used, long max) {}
