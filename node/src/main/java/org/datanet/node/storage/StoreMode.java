package org.datanet.node.storage;

/** How a store is opened. */
public enum StoreMode {
  /** Makes the store if the folder is empty; one process at a time. */
  READ_WRITE,
  /** Changes nothing on disk; for a store that no process writes to, orderly closed or killed. */
  READ_ONLY
}
