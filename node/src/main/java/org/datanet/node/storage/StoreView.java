package org.datanet.node.storage;

import org.datanet.protocol.ledger.Ledger;

/**
 * The store as it was at one moment: all answers belong to the same epoch, whatever is committed
 * meanwhile. Keeps old data on disk while it is open, so it is for one request, not for a session.
 * For any thread; closing it twice is no error, using it afterwards is a bug.
 */
public interface StoreView extends AutoCloseable {

  Ledger ledger();

  EpochStore epochs();

  HistoryIndex history();

  @Override
  void close();
}
