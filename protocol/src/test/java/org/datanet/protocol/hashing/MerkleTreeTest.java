package org.datanet.protocol.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** Rows and roots of the Certificate Transparency reference implementation (RFC 6962). */
class MerkleTreeTest {

  private static final List<byte[]> ROWS =
      Stream.of(
              "",
              "00",
              "10",
              "2021",
              "3031",
              "40414243",
              "5051525354555657",
              "606162636465666768696a6b6c6d6e6f")
          .map(hex -> Bytes.fromHexString("0x" + hex).toArray())
          .toList();

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void rootsArePublishedOnes() {
    for (int size = 0; size <= ROWS.size(); size++) {
      assertThat(MerkleTree.root(ROWS.subList(0, size)).toUnprefixedHexString())
          .isEqualTo(ROOTS.get(size));
    }
  }

  @Test
  void everyRowOfEveryTreeIsProved() {
    for (int size = 1; size <= 70; size++) {
      List<byte[]> rows = numbered(size);
      MerkleTree tree = MerkleTree.of(rows);
      for (int index = 0; index < size; index++) {
        assertThat(tree.proof(index).verify(rows.get(index), tree.root())).isTrue();
      }
    }
  }

  @Test
  void proofOfOneRowFitsNoOtherRowPlaceSizeOrRoot() {
    List<byte[]> rows = numbered(13);
    MerkleTree tree = MerkleTree.of(rows);
    MerkleProof proof = tree.proof(6);
    byte[] row = rows.get(6);

    assertThat(proof.verify(rows.get(7), tree.root())).isFalse();
    assertThat(proof.verify(row, MerkleTree.root(numbered(14)))).isFalse();
    for (int index = -1; index <= 13; index++) {
      assertThat(new MerkleProof(index, 13, proof.path()).verify(row, tree.root()))
          .isEqualTo(index == 6);
    }
    for (int size : new int[] {Integer.MIN_VALUE, -1, 0, 1, 7, 8, 17, Integer.MAX_VALUE}) {
      assertThat(new MerkleProof(6, size, proof.path()).verify(row, tree.root())).isFalse();
    }
  }

  @Test
  void proofWithAHashTooFewOrTooManyFails() {
    List<byte[]> rows = numbered(13);
    MerkleTree tree = MerkleTree.of(rows);
    MerkleProof proof = tree.proof(12);
    List<Bytes32> longer = new ArrayList<>(proof.path());
    longer.add(Bytes32.ZERO);
    List<Bytes32> shorter = proof.path().subList(0, proof.path().size() - 1);

    assertThat(new MerkleProof(12, 13, longer).verify(rows.get(12), tree.root())).isFalse();
    assertThat(new MerkleProof(12, 13, shorter).verify(rows.get(12), tree.root())).isFalse();
  }

  @Test
  void nodeDoesNotPassForARow() {
    List<byte[]> rows = numbered(4);
    MerkleTree tree = MerkleTree.of(rows);
    byte[] innerNode =
        Bytes.concatenate(MerkleTree.root(rows.subList(0, 1)), MerkleTree.root(rows.subList(1, 2)))
            .toArray();
    Bytes32 rightHalf = MerkleTree.root(rows.subList(2, 4));

    assertThat(new MerkleProof(0, 2, List.of(rightHalf)).verify(innerNode, tree.root())).isFalse();
  }

  @Test
  void refusesToProveARowThatIsNotThere() {
    MerkleTree tree = MerkleTree.of(numbered(3));

    assertThatThrownBy(() -> tree.proof(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.proof(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static List<byte[]> numbered(int size) {
    return IntStream.range(0, size).mapToObj(i -> new byte[] {(byte) i, 7}).toList();
  }
}
