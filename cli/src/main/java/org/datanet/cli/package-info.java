/**
 * The {@code datanet} command: picocli commands and their rendering.
 *
 * <p>Rules of the network, storage and consensus never live here; commands talk to a node or call
 * the other modules.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.cli;
