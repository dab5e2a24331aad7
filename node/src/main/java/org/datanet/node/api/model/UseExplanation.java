package org.datanet.node.api.model;

import java.util.List;
import org.datanet.protocol.reward.FeeSplit;

/**
 * Where the fee of one use went.
 *
 * @param split the fee by role, recomputed from the datanet's shares
 * @param root of the epoch's attribution table, 64 hex digits; every proof ends there
 */
public record UseExplanation(
    ReceiptInfo receipt,
    FeeSplit split,
    List<PaidRecord> rows,
    String root,
    CertificateInfo certificate) {

  /** The use. {@code consumer} is a DID. */
  public record ReceiptInfo(
      String id, String consumer, String datanet, long feeMicros, long epoch) {}

  /**
   * @param owner DID of who is paid
   * @param amountMicros of the contributors' share
   * @param trancheMicros what the record earned in the epoch by all receipts, this one among them
   * @param vesting of the tranche, as the ledger took it on at the end of the epoch
   */
  public record PaidRecord(
      String record,
      String owner,
      long weightPpm,
      long amountMicros,
      long trancheMicros,
      List<VestingInfo> vesting,
      ProofInfo proof) {
    public PaidRecord {
      vesting = List.copyOf(vesting);
    }
  }

  public UseExplanation {
    rows = List.copyOf(rows);
  }
}
