package org.datanet.node.client;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.AccountExplanation;
import org.datanet.node.api.model.ProofInfo;
import org.datanet.node.api.model.RewardInfo;
import org.datanet.node.api.model.UseExplanation;
import org.datanet.protocol.hashing.MerkleProof;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.RewardRow;

/**
 * Checks what a node says about payments: that the bytes proven say what the node's fields say, and
 * that they stand under the root. Nothing in an answer is trusted, not even that it is hexadecimal.
 */
public final class Proofs {

  /** RFC 6962 paths of a table that an int can count. */
  private static final int PATH_MAX = 31;

  private Proofs() {}

  /** For each row of the explanation, in order. */
  public static List<Boolean> ofUse(UseExplanation use) {
    return use.rows().stream()
        .map(row -> says(use.receipt(), row) && stands(row.proof(), use.root()))
        .toList();
  }

  /** For each row of the explanation, in order. */
  public static List<Boolean> ofAccount(AccountExplanation earned) {
    return earned.rows().stream()
        .map(
            row ->
                row.reward().account().equals(earned.account())
                    && row.reward().epoch() == earned.epoch()
                    && says(row.reward(), row.proof())
                    && stands(row.proof(), earned.root()))
        .toList();
  }

  private static boolean says(UseExplanation.ReceiptInfo receipt, UseExplanation.PaidRecord paid) {
    try {
      AttributionRow row = AttributionRow.parseFrom(bytes(paid.proof().leaf()));
      return hex(row.getDatanet().toByteArray()).equals(receipt.datanet())
          && hex(row.getRecord().toByteArray()).equals(paid.record())
          && receiptId(row).equals(Optional.of(receipt.id()))
          && row.getWeightPpm() == paid.weightPpm()
          && row.getAmountMicros() == paid.amountMicros();
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<String> receiptId(AttributionRow row) {
    return row.getReceipt().size() == Bytes32.SIZE
        ? Optional.of(new OperationId(Bytes32.wrap(row.getReceipt().toByteArray())).toString())
        : Optional.empty();
  }

  private static boolean says(RewardInfo reward, ProofInfo proof) {
    try {
      RewardRow row = RewardRow.parseFrom(bytes(proof.leaf()));
      return row.getAccount().size() == Bytes32.SIZE
          && AccountId.of(row.getAccount().toByteArray()).toDid().equals(reward.account())
          && hex(row.getDatanet().toByteArray()).equals(reward.datanet())
          && row.getKind().name().equals(reward.kind())
          && row.getAmountMicros() == reward.amountMicros();
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean stands(ProofInfo proof, String root) {
    try {
      if (proof.path().size() > PATH_MAX) {
        return false;
      }
      List<Bytes32> path = proof.path().stream().map(Proofs::hash).toList();
      return new MerkleProof(proof.index(), proof.size(), path)
          .verify(bytes(proof.leaf()), hash(root));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Bytes32 hash(String hex) {
    return Bytes32.wrap(Bytes.wrap(bytes(hex)));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
