package org.datanet.protocol.admission;

import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.wire.DatanetEntry;

/** Money that an operation takes from its author's balance besides the burned fee. */
public final class Outlay {

  private Outlay() {}

  /** Bond, deposits, use fee, transfer or stake; 0 for kinds that move none. */
  public static long micros(Ledger ledger, Operation operation) {
    return switch (operation) {
      case Operation.CommitContribution o -> o.bondMicros();
      case Operation.CommitBallot o ->
          Math.multiplyExact(voteDepositMicros(ledger, o.datanet()), (long) o.records().size());
      case Operation.Use o -> o.feeMicros();
      case Operation.Transfer o -> o.amountMicros();
      case Operation.Bond o -> o.amountMicros();
      case Operation.Contribute o -> 0;
      case Operation.RevealBallot o -> 0;
      case Operation.Unbond o -> 0;
      case Operation.RenewBeacon o -> 0;
      case Operation.CreateDatanet o -> 0;
    };
  }

  private static long voteDepositMicros(Ledger ledger, Bytes32 datanet) {
    return ledger
        .get(Keys.datanet(datanet))
        .map(DatanetEntry::getManifest)
        .map(manifest -> manifest.getParameters().getVoteDepositMicros())
        .orElse(0L);
  }
}
