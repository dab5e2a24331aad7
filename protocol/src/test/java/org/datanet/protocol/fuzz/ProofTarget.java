package org.datanet.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.protocol.hashing.MerkleProof;
import org.datanet.protocol.hashing.MerkleTree;

/**
 * Input: index, size, then siblings of 32 bytes. Only a tree's rows stand in it, each behind its
 * own siblings.
 */
public final class ProofTarget implements FuzzTarget {

  private static final List<byte[]> ROWS =
      List.of(new byte[] {1}, new byte[] {2}, new byte[] {3}, new byte[] {4}, new byte[] {5});
  private static final Bytes32 ROOT = MerkleTree.of(ROWS).root();
  private static final byte[] STRANGER = {6};

  @Override
  public String name() {
    return "proof";
  }

  @Override
  public void accept(byte[] input) {
    ByteBuffer in = ByteBuffer.wrap(input);
    if (in.remaining() < 2 * Integer.BYTES) {
      return;
    }
    int index = in.getInt();
    int size = in.getInt();
    List<Bytes32> path = new ArrayList<>();
    while (in.remaining() >= Bytes32.SIZE) {
      byte[] sibling = new byte[Bytes32.SIZE];
      in.get(sibling);
      path.add(Bytes32.wrap(sibling));
    }
    MerkleProof proof = new MerkleProof(index, size, path);

    assertThat(proof.verify(STRANGER, ROOT)).isFalse();
    for (int row = 0; row < ROWS.size(); row++) {
      if (proof.verify(ROWS.get(row), ROOT)) {
        assertThat(path).isEqualTo(MerkleTree.of(ROWS).proof(row).path());
      }
    }
  }
}
