package org.datanet.node.storage;

/**
 * Memory outside the Java heap and space on disk.
 *
 * @param blockCacheBytes in the shared cache, table filters, indexes and reserved memtables
 *     included
 * @param memtableBytes all memtables, flushed ones still in use included
 * @param tableReaderBytes of open tables outside the cache
 * @param nativeBudgetBytes what cache and memtables together may take
 * @param diskBytes all files of the store
 * @param openViews read views not closed yet
 */
public record StoreFigures(
    long blockCacheBytes,
    long memtableBytes,
    long tableReaderBytes,
    long nativeBudgetBytes,
    long diskBytes,
    int openViews) {}
