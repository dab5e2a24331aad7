/**
 * What a node keeps on disk: small ports for each kind of data, and the one store that implements
 * them over RocksDB. RocksDB and the bytes of keys never leave this package; no rule of the economy
 * or of consensus lives here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.storage;
