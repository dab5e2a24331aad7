package org.datanet.protocol.reward;

import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.MerkleProof;
import org.datanet.protocol.hashing.MerkleTree;
import org.datanet.protocol.wire.AttributionRow;

/**
 * Which part of which receipt went to which record, in (datanet, record, receipt) order.
 * docs/protocol.md §5.5.
 */
public record AttributionTable(List<AttributionRow> rows) {

  public AttributionTable {
    rows = List.copyOf(rows);
  }

  public Bytes32 root() {
    return MerkleTree.root(rows.stream().map(AttributionRow::toByteArray).toList());
  }

  /** That the row at {@code index} stands under {@link #root()}. */
  public MerkleProof proof(int index) {
    return MerkleTree.of(rows.stream().map(AttributionRow::toByteArray).toList()).proof(index);
  }
}
