package org.datanet.protocol.replica;

import java.util.List;
import java.util.TreeMap;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.ContentFeatures;

/**
 * What is at hand for building and judging batches: the pool, and the features of contents that
 * this node holds.
 */
record PoolView(OperationPool pool, TreeMap<WantedContent, ContentFeatures> features) {

  List<SignedOperation> operations() {
    return pool.all();
  }
}
