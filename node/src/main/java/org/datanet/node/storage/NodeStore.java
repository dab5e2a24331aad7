package org.datanet.node.storage;

import java.io.Closeable;
import java.io.IOException;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.wire.Genesis;

/**
 * All that a node keeps. Parts are for any thread; commits come from one thread at a time. After
 * {@link #close()} every method throws {@link IllegalStateException}.
 */
public interface NodeStore extends Closeable {

  RecordStore records();

  OperationStore operations();

  EpochStore epochs();

  LedgerStore ledgers();

  VoteLog votes();

  PeerStore peers();

  HistoryIndex history();

  /** A consistent read view. Close it soon. */
  StoreView view() throws IOException;

  /**
   * Writes epoch 0: genesis, its entries and their digest.
   *
   * @throws IllegalStateException if there is a genesis already
   */
  void commitGenesis(Genesis genesis, Iterable<LedgerChanges.Change> changes, BucketDigest digest)
      throws IOException;

  /**
   * Writes one epoch, all of it or nothing, and returns once it would survive a loss of power.
   *
   * @throws IllegalArgumentException if it is not the epoch after the last, or its batch states
   *     another digest than the commit carries
   */
  void commit(EpochCommit commit) throws IOException;

  /**
   * Drops a content unless a record names it, whatever became of the record. False if it stays or
   * was not held.
   */
  boolean forget(Cid content) throws IOException;

  StoreFigures figures() throws IOException;

  @Override
  void close() throws IOException;
}
