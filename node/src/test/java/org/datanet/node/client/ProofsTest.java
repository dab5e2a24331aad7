package org.datanet.node.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.AccountExplanation;
import org.datanet.node.api.model.CertificateInfo;
import org.datanet.node.api.model.ProofInfo;
import org.datanet.node.api.model.RewardInfo;
import org.datanet.protocol.hashing.MerkleTree;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.wire.RewardKind;
import org.datanet.protocol.wire.RewardRow;
import org.junit.jupiter.api.Test;

/** What a node says about a payment is checked, whatever part of it is wrong. */
class ProofsTest {

  private static final AccountId ACCOUNT = new AccountId(Bytes32.repeat((byte) 7));
  private static final byte[] OTHER = row(9, 5).toByteArray();
  private static final byte[] ROW = row(7, 1_000).toByteArray();
  private static final MerkleTree TREE = MerkleTree.of(List.of(ROW, OTHER));
  private static final String ROOT = MerkleTree.root(List.of(ROW, OTHER)).toUnprefixedHexString();

  private static RewardRow row(int account, long amountMicros) {
    return RewardRow.newBuilder()
        .setAccount(ByteString.copyFrom(Bytes32.repeat((byte) account).toArray()))
        .setDatanet(ByteString.copyFrom(Bytes32.repeat((byte) 3).toArray()))
        .setKind(RewardKind.CURATOR_PAY)
        .setAmountMicros(amountMicros)
        .build();
  }

  private static AccountExplanation explanation(long amountMicros, String leaf, String root) {
    List<String> path = TREE.proof(0).path().stream().map(Bytes32::toUnprefixedHexString).toList();
    RewardInfo reward =
        new RewardInfo(
            4,
            0,
            ACCOUNT.toDid(),
            Bytes32.repeat((byte) 3).toUnprefixedHexString(),
            "CURATOR_PAY",
            amountMicros);
    return new AccountExplanation(
        ACCOUNT.toDid(),
        4,
        List.of(new AccountExplanation.ProvenReward(reward, new ProofInfo(0, 2, path, leaf))),
        root,
        new CertificateInfo(4, "", 0, List.of()));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void holdsForARowThatStandsUnderTheRoot() {
    assertThat(Proofs.ofAccount(explanation(1_000, hex(ROW), ROOT))).containsExactly(true);
  }

  @Test
  void failsWhenTheNodeNamesAnotherAmountThanTheRow() {
    assertThat(Proofs.ofAccount(explanation(1_001, hex(ROW), ROOT))).containsExactly(false);
  }

  @Test
  void failsWhenTheRowIsAnotherThanTheTable() {
    assertThat(Proofs.ofAccount(explanation(1_001, hex(row(7, 1_001).toByteArray()), ROOT)))
        .containsExactly(false);
  }

  @Test
  void failsForAnotherRootAndForTextThatIsNotHexadecimal() {
    String otherRoot = Bytes32.ZERO.toUnprefixedHexString();

    assertThat(Proofs.ofAccount(explanation(1_000, hex(ROW), otherRoot))).containsExactly(false);
    assertThat(Proofs.ofAccount(explanation(1_000, hex(ROW), "?"))).containsExactly(false);
    assertThat(Proofs.ofAccount(explanation(1_000, "zz", ROOT))).containsExactly(false);
  }
}
