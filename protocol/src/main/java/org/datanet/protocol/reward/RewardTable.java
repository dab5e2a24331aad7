package org.datanet.protocol.reward;

import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.MerkleProof;
import org.datanet.protocol.hashing.MerkleTree;
import org.datanet.protocol.wire.RewardRow;

/**
 * Who earned what in an epoch, in (account, datanet, kind) order; sums to the fees paid.
 * docs/protocol.md §5.5.
 */
public record RewardTable(List<RewardRow> rows) {

  public RewardTable {
    rows = List.copyOf(rows);
  }

  public Bytes32 root() {
    return MerkleTree.root(rows.stream().map(RewardRow::toByteArray).toList());
  }

  /** That the row at {@code index} stands under {@link #root()}. */
  public MerkleProof proof(int index) {
    return MerkleTree.of(rows.stream().map(RewardRow::toByteArray).toList()).proof(index);
  }

  /** Sum of all rows in micro-credits. */
  public long totalMicros() {
    return rows.stream().mapToLong(RewardRow::getAmountMicros).reduce(0, Math::addExact);
  }
}
