package org.datanet.protocol.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.reward.Vesting;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RewardKind;
import org.datanet.protocol.wire.VestingEntry;
import org.datanet.protocol.wire.VestingPart;

/**
 * What contributors earned, on its way to them: a record's tranche of e vests from e + 1 in equal
 * parts, the remainder last. ECONOMICS §6, docs/protocol.md §5.4.5 and 7.
 */
final class Tranches {

  private Tranches() {}

  /** One tranche a record and epoch, whatever the number of receipts. */
  static void grant(EpochContext context, TreeMap<RecordRef, Long> tranches, RewardRows rewards) {
    tranches.forEach(
        (ref, trancheMicros) -> {
          RecordEntry entry = context.require(ref.key());
          AccountId owner = WireBytes.account(entry.getOwner());
          rewards.add(owner, ref.datanet(), RewardKind.CONTRIBUTOR, trancheMicros);
          context
              .changes()
              .put(
                  ref.key(),
                  entry.toBuilder()
                      .setPaidMicros(Math.addExact(entry.getPaidMicros(), trancheMicros))
                      .build());
          vest(context, ref, owner, trancheMicros);
        });
  }

  private static void vest(
      EpochContext context, RecordRef ref, AccountId owner, long trancheMicros) {
    TreeMap<Long, Long> byEpoch = new TreeMap<>();
    context
        .changes()
        .get(ref.vestingKey())
        .map(VestingEntry::getPartsList)
        .orElseGet(List::of)
        .forEach(part -> byEpoch.put(part.getEpoch(), part.getAmountMicros()));
    long[] parts = Vesting.parts(trancheMicros, context.parameters(ref.datanet()).vestEpochs());
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] > 0) {
        byEpoch.merge(context.epoch() + 1 + i, parts[i], Math::addExact);
        context.schedule(context.epoch() + 1 + i, Keys.Due.VESTING, ref.subject());
      }
    }
    store(context, ref, owner, byEpoch);
  }

  private static void store(
      EpochContext context, RecordRef ref, AccountId owner, TreeMap<Long, Long> byEpoch) {
    if (byEpoch.isEmpty()) {
      context.changes().delete(ref.vestingKey());
      return;
    }
    List<VestingPart> parts = new ArrayList<>();
    byEpoch.forEach(
        (epoch, amountMicros) ->
            parts.add(
                VestingPart.newBuilder().setEpoch(epoch).setAmountMicros(amountMicros).build()));
    context
        .changes()
        .put(
            ref.vestingKey(),
            VestingEntry.newBuilder()
                .setAccount(WireBytes.toWire(owner))
                .addAllParts(parts)
                .build());
  }

  /** Pays the parts that are due. */
  static void release(EpochContext context) {
    for (Bytes subject : context.takeDue(Keys.Due.VESTING)) {
      RecordRef ref = RecordRef.ofSubject(subject);
      VestingEntry entry = context.require(ref.vestingKey());
      VestingPart first = entry.getParts(0);
      InvariantViolation.require(
          first.getEpoch() == context.epoch(), "a part of epoch " + first.getEpoch() + " is due");
      context.creditAtClose(WireBytes.account(entry.getAccount()), first.getAmountMicros());
      if (entry.getPartsCount() == 1) {
        context.changes().delete(ref.vestingKey());
      } else {
        context.changes().put(ref.vestingKey(), entry.toBuilder().removeParts(0).build());
      }
    }
  }
}
