package org.datanet.protocol.epoch;

import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.WireForms;
import org.datanet.protocol.wire.CuratorEntry;
import org.datanet.protocol.wire.StakeChange;
import org.datanet.protocol.wire.UnbondingEntry;
import org.datanet.protocol.wire.ValidatorEntry;

/** Curators' and validators' stakes: bonded, unbonded, released. docs/protocol.md §3, phase 6. */
final class Stakes {

  private static final CuratorEntry LEFT = CuratorEntry.getDefaultInstance();

  private Stakes() {}

  static void bond(EpochContext context, AccountId author, Operation.Bond bond) {
    context.debit(author, bond.amountMicros());
    switch (bond.role()) {
      case Operation.StakeRole.Curator curator ->
          changeCuratorStake(context, author, curator.datanet(), bond.amountMicros());
      case Operation.StakeRole.Validator v -> {
        changeValidatorStake(context, author, bond.amountMicros());
        bond.beacon().ifPresent(beacon -> renewBeacon(context, author, beacon));
      }
    }
  }

  /** The stake stops counting at once and leaves the ledger's hold {@code unbondEpochs} later. */
  static void unbond(EpochContext context, AccountId author, Operation.Unbond unbond) {
    switch (unbond.role()) {
      case Operation.StakeRole.Curator curator -> {
        changeCuratorStake(context, author, curator.datanet(), -unbond.amountMicros());
        hold(
            context,
            author,
            curator.datanet(),
            context.parameters(curator.datanet()).unbondEpochs(),
            unbond.amountMicros());
      }
      case Operation.StakeRole.Validator v -> {
        changeValidatorStake(context, author, -unbond.amountMicros());
        hold(
            context,
            author,
            Bytes32.ZERO,
            context.inputs().parameters().getValidatorUnbondEpochs(),
            unbond.amountMicros());
      }
    }
  }

  private static void changeCuratorStake(
      EpochContext context, AccountId author, Bytes32 datanet, long deltaMicros) {
    LedgerKey<CuratorEntry> key = Keys.curator(datanet, author);
    CuratorEntry entry = context.changes().get(key).orElseGet(CuratorEntry::getDefaultInstance);
    long stakeMicros = changed(entry.getStakeMicros(), deltaMicros);
    context
        .changes()
        .put(
            key,
            entry.toBuilder()
                .setStakeMicros(stakeMicros)
                .clearHistory()
                .addAllHistory(history(entry, context.epoch(), stakeMicros))
                .build());
  }

  /**
   * The history with this epoch's stake, without what no draw can ask for any more: draws of this
   * epoch look back to the close of {@code epoch − DEPTH}, so of the changes up to there only the
   * last counts.
   */
  private static List<StakeChange> history(CuratorEntry entry, long epoch, long stakeMicros) {
    List<StakeChange> kept = new ArrayList<>();
    for (StakeChange change : entry.getHistoryList()) {
      if (change.getEpoch() <= epoch - PanelDraw.HISTORY_DEPTH_EPOCHS) {
        kept.clear();
      }
      if (change.getEpoch() < epoch) {
        kept.add(change);
      }
    }
    kept.add(StakeChange.newBuilder().setEpoch(epoch).setStakeMicros(stakeMicros).build());
    return kept;
  }

  private static void changeValidatorStake(
      EpochContext context, AccountId author, long deltaMicros) {
    LedgerKey<ValidatorEntry> key = Keys.validator(author);
    ValidatorEntry entry = context.changes().get(key).orElseGet(ValidatorEntry::getDefaultInstance);
    context
        .changes()
        .put(
            key,
            entry.toBuilder().setStakeMicros(changed(entry.getStakeMicros(), deltaMicros)).build());
  }

  private static long changed(long stakeMicros, long deltaMicros) {
    long sum = Math.addExact(stakeMicros, deltaMicros);
    InvariantViolation.require(sum >= 0, "a stake below zero: " + sum);
    return sum;
  }

  private static void hold(
      EpochContext context, AccountId author, Bytes32 source, int epochs, long amountMicros) {
    LedgerKey<UnbondingEntry> key = Keys.unbonding(context.epoch() + epochs, author, source);
    long before = context.changes().get(key).map(UnbondingEntry::getAmountMicros).orElse(0L);
    context
        .changes()
        .put(
            key,
            UnbondingEntry.newBuilder()
                .setAmountMicros(Math.addExact(before, amountMicros))
                .build());
  }

  static void renewBeacon(
      EpochContext context, AccountId author, Operation.BeaconCommitment beacon) {
    LedgerKey<ValidatorEntry> key = Keys.validator(author);
    context
        .changes()
        .put(key, Onions.renewed(context.require(key), context.epoch(), WireForms.toWire(beacon)));
  }

  /** Stakes whose time is over return to their owners. docs/protocol.md §5.4.7. */
  static void release(EpochContext context) {
    List<LedgerKey<UnbondingEntry>> due = new ArrayList<>();
    context
        .changes()
        .scan(
            Keys.unbondings(context.epoch()),
            (key, entry) -> {
              due.add(key);
              AccountId account = AccountId.of(key.part(Long.BYTES, Bytes32.SIZE));
              context.creditAtClose(account, entry.getAmountMicros());
            });
    due.forEach(context.changes()::delete);
    for (LedgerKey<UnbondingEntry> key : due) {
      Bytes32 datanet = Bytes32.wrap(key.part(Long.BYTES + Bytes32.SIZE, Bytes32.SIZE));
      if (!datanet.isZero()) {
        AccountId account = AccountId.of(key.part(Long.BYTES, Bytes32.SIZE));
        forget(context, Keys.curator(datanet, account));
      }
    }
  }

  /**
   * Deletes the entry of a curator that has left, so that draws need not look at it: without stake
   * for longer than a draw looks back, nothing in escrow, never audited.
   */
  private static void forget(EpochContext context, LedgerKey<CuratorEntry> key) {
    long lastChange = context.epoch() - PanelDraw.HISTORY_DEPTH_EPOCHS;
    context
        .changes()
        .get(key)
        .filter(entry -> entry.toBuilder().clearHistory().build().equals(LEFT))
        .filter(entry -> entry.getHistory(entry.getHistoryCount() - 1).getEpoch() <= lastChange)
        .ifPresent(entry -> context.changes().delete(key));
  }
}
