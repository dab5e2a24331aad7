package org.datanet.protocol.epoch;

import java.util.Map;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.ConsensusLimits;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.ValidatorEntry;
import org.datanet.protocol.wire.ValidatorSetEntry;
import org.datanet.protocol.wire.ValidatorWeight;

/** Who decides epoch e + 2, and who revealed what in e. docs/protocol.md §5.4.9. */
final class ValidatorRotation {

  private ValidatorRotation() {}

  /** Remembers the proposer's layer, so that its next one takes fewer hashes to check. */
  static void recordLayer(EpochContext context) {
    if (context.isBeaconForeseen()) {
      return;
    }
    LedgerKey<ValidatorEntry> key = Keys.validator(context.inputs().proposer());
    context
        .changes()
        .put(
            key,
            context.require(key).toBuilder()
                .setLastLayer(WireBytes.toWire(context.inputs().beaconLayer()))
                .setLastLayerEpoch(context.epoch())
                .build());
  }

  /** Stakes at the close weigh from e + 2 on: e + 1 is being decided while e closes. */
  static void run(EpochContext context) {
    TreeMap<AccountId, ValidatorEntry> validators = new TreeMap<>();
    context
        .changes()
        .scan(
            Keys.validators(),
            (key, entry) -> validators.put(AccountId.of(key.part(0, Bytes32.SIZE)), entry));
    TreeMap<AccountId, Long> last = BatchRules.stakes(context.changes(), context.epoch() + 1);
    TreeMap<AccountId, Long> next = next(context, validators, last);
    context.changes().put(Keys.validatorSet(context.epoch() + 2), entry(next));
    // The next epoch pays the signers of this one; who signed before that is asked no more.
    context.changes().delete(Keys.validatorSet(context.epoch() - 2));
    validators.forEach(
        (account, entry) -> {
          if (entry.getStakeMicros() == 0
              && !last.containsKey(account)
              && !next.containsKey(account)) {
            context.changes().delete(Keys.validator(account));
          } else {
            context
                .changes()
                .put(Keys.validator(account), Onions.turnedTo(entry, context.epoch() + 1));
          }
        });
  }

  /**
   * Those who hold the minimum and whose onion covers e + 2. Where a third or more of the set's
   * stake has run out of layers at once, these stay too and propose without a layer: neither may
   * the network stop for want of layers, nor pass to the few that have some (ADR 0012).
   */
  private static TreeMap<AccountId, Long> next(
      EpochContext context,
      TreeMap<AccountId, ValidatorEntry> validators,
      TreeMap<AccountId, Long> last) {
    long decides = context.epoch() + 2;
    long minimumMicros = Math.max(1, context.inputs().parameters().getMinValidatorStakeMicros());
    TreeMap<AccountId, Long> covered = new TreeMap<>();
    TreeMap<AccountId, Long> exhausted = new TreeMap<>();
    validators.forEach(
        (account, entry) -> {
          if (entry.getStakeMicros() >= minimumMicros) {
            BeaconCommitment onion = Onions.serving(entry, decides);
            if (Onions.covers(onion, decides)) {
              covered.put(account, entry.getStakeMicros());
            } else if (last.containsKey(account) && Onions.isExhausted(onion, decides)) {
              exhausted.put(account, entry.getStakeMicros());
            }
          }
        });
    if (weight(last, covered) <= 2 * weight(last, exhausted)) {
      covered.putAll(exhausted);
    }
    // A set of nobody would stop the network for good.
    return covered.isEmpty() ? last : largest(covered);
  }

  /** What these have in the set, in µ; the whole set weighs less than a third of a long. */
  private static long weight(TreeMap<AccountId, Long> set, TreeMap<AccountId, Long> members) {
    return members.keySet().stream().mapToLong(member -> set.getOrDefault(member, 0L)).sum();
  }

  /** The largest stakes where there are more than consensus can carry. */
  private static TreeMap<AccountId, Long> largest(TreeMap<AccountId, Long> stakes) {
    TreeMap<AccountId, Long> largest = new TreeMap<>();
    stakes.entrySet().stream()
        .sorted(
            Map.Entry.<AccountId, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(ConsensusLimits.VALIDATORS_MAX)
        .forEach(stake -> largest.put(stake.getKey(), stake.getValue()));
    return largest;
  }

  private static ValidatorSetEntry entry(TreeMap<AccountId, Long> stakes) {
    ValidatorSetEntry.Builder entry = ValidatorSetEntry.newBuilder();
    stakes.forEach(
        (account, stakeMicros) ->
            entry.addValidators(
                ValidatorWeight.newBuilder()
                    .setAccount(WireBytes.toWire(account))
                    .setWeightMicros(stakeMicros)));
    return entry.build();
  }
}
