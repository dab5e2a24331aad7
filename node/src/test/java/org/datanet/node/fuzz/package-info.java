/** All fuzz targets of the node, and the replay of their corpora. */
@org.jspecify.annotations.NullMarked
package org.datanet.node.fuzz;
