package org.datanet.protocol.replica;

import java.util.List;
import java.util.TreeMap;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.ContentFeatures;

/** What is at hand for building and judging batches: operations that wait, and contents. */
record PoolView(OperationPool pool, OpeningContents contents) {

  List<SignedOperation> operations() {
    return pool.all();
  }

  /** Of contents that this node holds. */
  TreeMap<WantedContent, ContentFeatures> features() {
    return contents.features();
  }
}
