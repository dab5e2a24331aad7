package org.datanet.node.storage;

import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.ledger.Ledger;

/** The agreed state after the last committed epoch. */
public interface LedgerStore {

  /**
   * A view that moves on with every commit; between two commits its answers belong together. A disk
   * that fails under it throws {@link java.io.UncheckedIOException}. Threads that must not see two
   * epochs use {@link NodeStore#view()}.
   */
  Ledger ledger();

  /** The digest of the committed state; an independent copy that may be changed. */
  BucketDigest digest();
}
