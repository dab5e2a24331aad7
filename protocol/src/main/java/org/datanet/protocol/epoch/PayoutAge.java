package org.datanet.protocol.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.wire.BondBasisEntry;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RecordState;

/** Records of age 24 tell the bond what a record earns. ECONOMICS §2, docs/protocol.md §5.4.8. */
final class PayoutAge {

  /** Enough for a mean with its top percent cut, and 9 KiB at most to write back. */
  private static final int PAYOUTS_MAX = 1_000;

  private PayoutAge() {}

  static void run(EpochContext context) {
    TreeMap<Bytes32, List<Long>> payouts = new TreeMap<>();
    for (Bytes subject : context.takeDue(Keys.Due.PAYOUT_AGE)) {
      RecordRef ref = RecordRef.ofSubject(subject);
      RecordEntry entry = context.require(ref.key());
      if (entry.getState() == RecordState.ACCEPTED) {
        payouts
            .computeIfAbsent(ref.datanet(), datanet -> basis(context, datanet))
            .add(entry.getPaidMicros());
      }
    }
    payouts.forEach(
        (datanet, all) ->
            context
                .changes()
                .put(
                    Keys.bondBasis(datanet),
                    BondBasisEntry.newBuilder()
                        .addAllPayoutsMicros(
                            all.subList(Math.max(0, all.size() - PAYOUTS_MAX), all.size()))
                        .build()));
  }

  private static List<Long> basis(EpochContext context, Bytes32 datanet) {
    return new ArrayList<>(
        context
            .changes()
            .get(Keys.bondBasis(datanet))
            .map(BondBasisEntry::getPayoutsMicrosList)
            .orElseGet(List::of));
  }
}
