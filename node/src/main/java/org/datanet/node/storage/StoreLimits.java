package org.datanet.node.storage;

/**
 * Bounds of a store.
 *
 * @param nativeBudgetBytes block cache, filters, indexes and memtables together
 * @param openFilesMax table files held open
 * @param ledgerCacheEntries parsed entries kept on the heap; 0.3 to 1 KiB each
 * @param viewsMax read views open at once: each holds back the deletion of old data
 */
public record StoreLimits(
    long nativeBudgetBytes, int openFilesMax, int ledgerCacheEntries, int viewsMax) {

  private static final long MEBIBYTE = 1L << 20;

  public StoreLimits {
    // Nine column families with an arena block each do not fit into less.
    if (nativeBudgetBytes < 8 * MEBIBYTE) {
      throw new IllegalArgumentException("the native budget is at least 8 MiB");
    }
    if (openFilesMax < 32 || ledgerCacheEntries < 1 || viewsMax < 1) {
      throw new IllegalArgumentException("bounds are positive, and open files at least 32");
    }
  }

  /** 48 MiB native, a fifth of what a node of 512 MiB may spend outside its heap and stacks. */
  public static StoreLimits defaults() {
    return new StoreLimits(48 * MEBIBYTE, 256, 20_000, 256);
  }

  /** The defaults with another native budget. */
  public static StoreLimits ofNativeMiB(int nativeMiB) {
    StoreLimits defaults = defaults();
    return new StoreLimits(
        nativeMiB * MEBIBYTE,
        defaults.openFilesMax,
        defaults.ledgerCacheEntries,
        defaults.viewsMax);
  }
}
