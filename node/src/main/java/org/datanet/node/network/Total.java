package org.datanet.node.network;

import java.util.function.LongSupplier;

/**
 * How often something has happened since the network started.
 *
 * @param name in lower case with dots, such as {@code kad.served}
 * @param count at the time of the call, from any thread; never falls
 */
public record Total(String name, String description, LongSupplier count) {}
