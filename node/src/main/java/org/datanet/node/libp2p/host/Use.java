package org.datanet.node.libp2p.host;

import java.util.function.LongSupplier;

/**
 * How full something is that peers can fill.
 *
 * @param label in lower case with dots, the unit last where it is no number of things
 * @param used as of a second ago or later, from any thread
 * @param max its bound
 */
public record Use(String label, String description, LongSupplier used, long max) {}
