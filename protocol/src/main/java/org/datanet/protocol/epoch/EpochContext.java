package org.datanet.protocol.epoch;

import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.admission.PanelWindows;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.DueEntry;

/**
 * What the steps of one epoch share: the write set, the beacon, and money on its way. Balances only
 * fall while operations run; whatever an account gets, from others or from itself, waits here until
 * the close, so that order inside an epoch buys nothing. ECONOMICS §3.
 */
final class EpochContext {

  /** A use whose fee has left the payer and is not yet distributed. */
  record Receipt(OperationId id, Operation.Use use) {}

  private final EpochInputs inputs;
  private final Bytes32 beacon;
  private final LedgerChanges changes;
  private final TreeMap<AccountId, Long> pendingCredits = new TreeMap<>();
  private final TreeMap<Bytes32, Long> pendingReserves = new TreeMap<>();
  private final TreeMap<Bytes32, ParameterSet> parameters = new TreeMap<>();
  private final List<Receipt> receipts = new ArrayList<>();
  private long burnedMicros;

  EpochContext(Ledger ledger, EpochInputs inputs, Bytes32 beacon) {
    this.inputs = inputs;
    this.beacon = beacon;
    this.changes = new LedgerChanges(ledger);
  }

  EpochInputs inputs() {
    return inputs;
  }

  long epoch() {
    return inputs.epoch();
  }

  /** B of this epoch. */
  Bytes32 beacon() {
    return beacon;
  }

  /** Whether B follows from the one before alone, as the proposer had no layer to add. */
  boolean isBeaconForeseen() {
    return inputs.beaconLayer().equals(Onions.NO_LAYER);
  }

  LedgerChanges changes() {
    return changes;
  }

  List<Receipt> receipts() {
    return receipts;
  }

  void addReceipt(Receipt receipt) {
    receipts.add(receipt);
  }

  long burnedMicros() {
    return burnedMicros;
  }

  /** An entry that another entry names, and that therefore must be there. */
  <T extends MessageLite> T require(LedgerKey<T> key) {
    return changes
        .get(key)
        .orElseThrow(() -> new InvariantViolation("no entry " + key.table() + " " + key.bytes()));
  }

  /** The parameters of a datanet; they never change while it lives. */
  ParameterSet parameters(Bytes32 datanet) {
    return parameters.computeIfAbsent(
        datanet,
        id -> ManifestCodec.fromWire(require(Keys.datanet(id)).getManifest().getParameters()));
  }

  PanelWindows windows(Bytes32 datanet, long seedEpoch) {
    ParameterSet rules = parameters(datanet);
    return new PanelWindows(seedEpoch, rules.commitEpochs(), rules.revealEpochs());
  }

  AccountEntry account(AccountId account) {
    return changes.get(Keys.account(account)).orElseGet(AccountEntry::getDefaultInstance);
  }

  /** Takes money out of a balance; that it is there was checked before. */
  void debit(AccountId account, long amountMicros) {
    AccountEntry entry = account(account);
    InvariantViolation.require(
        amountMicros >= 0 && amountMicros <= entry.getBalanceMicros(),
        "a debit of " + amountMicros + " from " + entry.getBalanceMicros());
    changes.put(
        Keys.account(account),
        entry.toBuilder().setBalanceMicros(entry.getBalanceMicros() - amountMicros).build());
  }

  void creditAtClose(AccountId account, long amountMicros) {
    if (requireAmount(amountMicros) > 0) {
      pendingCredits.merge(account, amountMicros, Math::addExact);
    }
  }

  void toReserve(Bytes32 datanet, long amountMicros) {
    if (requireAmount(amountMicros) > 0) {
      pendingReserves.merge(datanet, amountMicros, Math::addExact);
    }
  }

  void burn(long amountMicros) {
    burnedMicros = Math.addExact(burnedMicros, requireAmount(amountMicros));
  }

  private static long requireAmount(long amountMicros) {
    InvariantViolation.require(amountMicros >= 0, "a negative amount: " + amountMicros);
    return amountMicros;
  }

  void schedule(long epoch, Keys.Due kind, Bytes subject) {
    InvariantViolation.require(epoch >= epoch(), kind + " falls due in the past");
    changes.put(Keys.due(epoch, kind, subject), DueEntry.getDefaultInstance());
  }

  /** The subjects that fall due in this epoch, in key order; their markers are removed. */
  List<Bytes> takeDue(Keys.Due kind) {
    List<LedgerKey<DueEntry>> markers = new ArrayList<>();
    changes.scan(Keys.due(epoch(), kind), (key, marker) -> markers.add(key));
    markers.forEach(changes::delete);
    return markers.stream().map(Keys::dueSubject).toList();
  }

  /** Pays out all that waited for the close. Nothing may be credited after it. */
  void settleMoney() {
    for (Map.Entry<AccountId, Long> credit : pendingCredits.entrySet()) {
      AccountEntry entry = account(credit.getKey());
      changes.put(
          Keys.account(credit.getKey()),
          entry.toBuilder()
              .setBalanceMicros(Math.addExact(entry.getBalanceMicros(), credit.getValue()))
              .build());
    }
    pendingCredits.clear();
    for (Map.Entry<Bytes32, Long> addition : pendingReserves.entrySet()) {
      DatanetEntry entry = require(Keys.datanet(addition.getKey()));
      changes.put(
          Keys.datanet(addition.getKey()),
          entry.toBuilder()
              .setReserveMicros(Math.addExact(entry.getReserveMicros(), addition.getValue()))
              .build());
    }
    pendingReserves.clear();
  }

  void updateDatanet(Bytes32 datanet, UnaryOperator<DatanetEntry> change) {
    changes.put(Keys.datanet(datanet), change.apply(require(Keys.datanet(datanet))));
  }
}
