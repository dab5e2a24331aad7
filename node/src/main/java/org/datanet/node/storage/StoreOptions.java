package org.datanet.node.storage;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/** How RocksDB is set up: one cache and one memtable budget for all columns. */
record StoreOptions(DBOptions database, ColumnFamilyOptions plain, ColumnFamilyOptions content) {

  private static final long MEBIBYTE = 1L << 20;

  /** What a killed process leaves to be replayed at the next start. */
  private static final long WAL_BYTES_MAX = 32 * MEBIBYTE;

  /** 10 bits a key: one read in a hundred of an absent key touches the disk. */
  private static final double BLOOM_BITS = 10;

  /**
   * Four times the default: a point read decompresses a little more, and a store of small entries,
   * half of them hashes, takes a twentieth less disk.
   */
  private static final long BLOCK_BYTES = 16 << 10;

  static StoreOptions of(StoreLimits limits, NativeHandles handles) {
    RocksDB.loadLibrary();
    // Memtables are charged to the cache, so the cache's capacity bounds both together.
    Cache cache = handles.own(new LRUCache(limits.nativeBudgetBytes()));
    WriteBufferManager memtables =
        handles.own(new WriteBufferManager(limits.nativeBudgetBytes() / 3, cache));
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockSize(BLOCK_BYTES)
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFilterPolicy(handles.own(new BloomFilter(BLOOM_BITS)));
    DBOptions database =
        handles
            .own(new DBOptions())
            .setWriteBufferManager(memtables)
            .setMaxOpenFiles(limits.openFilesMax())
            .setMaxTotalWalSize(WAL_BYTES_MAX)
            .setMaxBackgroundJobs(2)
            .setBytesPerSync(MEBIBYTE)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            .setMaxLogFileSize(MEBIBYTE)
            // A torn tail is what a crash leaves. Damage before the tail could hide a vote that
            // was cast, so it is refused instead of cut off.
            .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords);
    return new StoreOptions(
        database, family(limits, table, handles), contentFamily(limits, table, handles));
  }

  private static ColumnFamilyOptions family(
      StoreLimits limits, BlockBasedTableConfig table, NativeHandles handles) {
    return handles
        .own(new ColumnFamilyOptions())
        .setTableFormatConfig(table)
        .setWriteBufferSize(limits.nativeBudgetBytes() / 8)
        .setTargetFileSizeBase(8 * MEBIBYTE)
        .setMaxBytesForLevelBase(32 * MEBIBYTE)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION);
  }

  /**
   * Larger payloads stand beside the tree, so that compaction does not copy them level by level.
   */
  private static ColumnFamilyOptions contentFamily(
      StoreLimits limits, BlockBasedTableConfig table, NativeHandles handles) {
    return family(limits, table, handles)
        .setEnableBlobFiles(true)
        .setMinBlobSize(4 << 10)
        .setBlobCompressionType(CompressionType.ZSTD_COMPRESSION)
        .setEnableBlobGarbageCollection(true);
  }

  ColumnFamilyOptions of(Column column) {
    return switch (column) {
      case CONTENT -> content;
      case META, OPERATIONS, EPOCHS, LEDGER, TABLES, VOTES, PEERS, INDEX -> plain;
    };
  }
}
