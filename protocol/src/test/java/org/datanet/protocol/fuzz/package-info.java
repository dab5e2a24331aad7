/** Fuzz targets of the core's decoders, and the replay of their corpora. */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.fuzz;
