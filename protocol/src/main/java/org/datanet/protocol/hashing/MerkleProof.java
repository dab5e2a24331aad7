package org.datanet.protocol.hashing;

import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/**
 * That a row stands at {@code index} among {@code size} rows. RFC 6962 §2.1.1.
 *
 * @param index from 0; any value is carried, {@link #verify} judges it
 * @param size rows of the tree
 * @param path siblings from the leaf upwards, at most 31
 */
public record MerkleProof(int index, int size, List<Bytes32> path) {

  public MerkleProof {
    path = List.copyOf(path);
  }

  /**
   * False for a row that is not the tree's, and for a path that is not its own, one with a hash too
   * few or too many included. Place and size are believed as far as the path's turns bear them out:
   * a root says nothing of its size, so another pair may have the same turns.
   */
  public boolean verify(byte[] row, Bytes32 root) {
    if (index < 0 || index >= size) {
      return false;
    }
    MerkleHash hash = new MerkleHash();
    byte[] current = new byte[Sha256.DIGEST_BYTES];
    hash.leaf(row, current, 0);
    int used = 0;
    int node = index;
    for (int nodes = size; nodes > 1; nodes = nodes / 2 + nodes % 2) {
      if ((node ^ 1) < nodes) {
        if (used == path.size()) {
          return false;
        }
        byte[] sibling = path.get(used++).toArrayUnsafe();
        if ((node & 1) == 0) {
          hash.node(current, 0, sibling, 0, current, 0);
        } else {
          hash.node(sibling, 0, current, 0, current, 0);
        }
      }
      node >>>= 1;
    }
    return used == path.size() && root.equals(Bytes32.wrap(current));
  }
}
