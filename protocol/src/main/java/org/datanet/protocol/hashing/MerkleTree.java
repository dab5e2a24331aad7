package org.datanet.protocol.hashing;

import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The Merkle tree of RFC 6962 §2.1 over rows in order. Leaves and nodes hash with different
 * prefixes, so no node can pass for a row. Immutable.
 *
 * <p>The RFC splits at the largest power of two below n. Pairing neighbours level by level, with an
 * unpaired last node carried up, builds the same tree and lets every proof be read off the levels.
 */
public final class MerkleTree {

  private static final int BYTES = Sha256.DIGEST_BYTES;

  private final int size;

  /**
   * Level 0 holds the leaf hashes, the last level the root; each is one flat array of 32-byte
   * hashes.
   */
  private final List<byte[]> levels;

  private MerkleTree(int size, List<byte[]> levels) {
    this.size = size;
    this.levels = levels;
  }

  /** Hashes {@code 2n − 1} times and keeps 64 bytes per row, none of the rows themselves. */
  public static MerkleTree of(List<byte[]> rows) {
    MerkleHash hash = new MerkleHash();
    byte[] level = new byte[Math.multiplyExact(rows.size(), BYTES)];
    int offset = 0;
    for (byte[] row : rows) {
      hash.leaf(row, level, offset);
      offset += BYTES;
    }
    List<byte[]> levels = new ArrayList<>();
    levels.add(level);
    while (level.length > BYTES) {
      level = parents(hash, level);
      levels.add(level);
    }
    return new MerkleTree(rows.size(), List.copyOf(levels));
  }

  private static byte[] parents(MerkleHash hash, byte[] level) {
    int nodes = level.length / BYTES;
    byte[] parents = new byte[(nodes + 1) / 2 * BYTES];
    for (int left = 0; left + 1 < nodes; left += 2) {
      hash.node(level, left * BYTES, level, (left + 1) * BYTES, parents, left / 2 * BYTES);
    }
    if (nodes % 2 == 1) {
      System.arraycopy(level, level.length - BYTES, parents, parents.length - BYTES, BYTES);
    }
    return parents;
  }

  /** The root of {@code rows}, for callers that need no proof. */
  public static Bytes32 root(List<byte[]> rows) {
    return of(rows).root();
  }

  /** SHA-256 of nothing for a tree without rows. */
  public Bytes32 root() {
    if (size == 0) {
      return Bytes32.wrap(Sha256.create().digest());
    }
    return Bytes32.wrap(levels.get(levels.size() - 1).clone());
  }

  public int size() {
    return size;
  }

  /**
   * The audit path of row {@code index}, from the leaf's sibling to the root's child.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
   */
  public MerkleProof proof(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("row " + index + " of " + size);
    }
    List<Bytes32> path = new ArrayList<>(levels.size());
    int node = index;
    for (byte[] level : levels) {
      int sibling = node ^ 1;
      if (sibling < level.length / BYTES) {
        path.add(Bytes32.wrap(level, sibling * BYTES).copy());
      }
      node >>>= 1;
    }
    return new MerkleProof(index, size, path);
  }
}
