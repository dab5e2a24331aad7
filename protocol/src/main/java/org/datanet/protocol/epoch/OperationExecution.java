package org.datanet.protocol.epoch;

import java.util.Optional;
import org.datanet.protocol.admission.OperationRules;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.FeeRule;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.ContentFeatures;

/**
 * One operation: either it applies, or nothing of it does. All refusals come before the first
 * write. docs/protocol.md §3.
 */
final class OperationExecution {

  private final EpochContext context;
  private final OperationRules rules;

  OperationExecution(EpochContext context) {
    this.context = context;
    this.rules = new OperationRules(context.inputs().networkId(), context.inputs().parameters());
  }

  /** Why the operation does not apply; empty when it has. */
  Optional<Refusal> execute(Item item) {
    Optional<Refusal> refusal =
        OperationRules.expiryRefusal(context.epoch(), item.operation())
            .or(() -> rules.check(context.changes(), context.epoch(), item.operation()))
            .or(() -> checkFeatures(item));
    if (refusal.isEmpty()) {
      charge(item.operation());
      apply(item);
    }
    return refusal;
  }

  /** Features come with openings and only with them, and tell the size that was signed. */
  private static Optional<Refusal> checkFeatures(Item item) {
    Optional<Long> signed =
        item.operation().operation() instanceof Operation.Contribute opening
            ? Optional.of(opening.sizeBytes())
            : Optional.empty();
    return signed.equals(item.features().map(ContentFeatures::getSizeBytes))
        ? Optional.empty()
        : Optional.of(Refusal.of(Reason.BATCH_FEATURES_DIFFER));
  }

  /** Burns the operation's fee and moves the account's nonce. */
  private void charge(SignedOperation operation) {
    long feeMicros = FeeRule.feeMicros(context.inputs().parameters(), operation);
    context.debit(operation.author(), feeMicros);
    context.burn(feeMicros);
    if (operation.operation().carriesNonce()) {
      // Phases may run an account's nonces in any order; the batch as a whole has no gap.
      AccountEntry entry = context.account(operation.author());
      context
          .changes()
          .put(
              Keys.account(operation.author()),
              entry.toBuilder().setNonce(Math.max(entry.getNonce(), operation.nonce())).build());
    }
  }

  private void apply(Item item) {
    SignedOperation operation = item.operation();
    switch (operation.operation()) {
      case Operation.RevealBallot reveal -> Ballots.reveal(context, operation, reveal);
      case Operation.Contribute opening ->
          Contributions.open(context, operation, opening, item.features().orElseThrow());
      case Operation.CommitContribution commit ->
          Contributions.commit(context, operation.author(), commit);
      case Operation.CommitBallot commit -> Ballots.commit(context, operation.author(), commit);
      case Operation.Use use -> {
        context.debit(operation.author(), use.feeMicros());
        context.addReceipt(new EpochContext.Receipt(operation.id(), use));
      }
      case Operation.Transfer transfer -> {
        context.debit(operation.author(), transfer.amountMicros());
        context.creditAtClose(transfer.to(), transfer.amountMicros());
      }
      case Operation.Bond bond -> Stakes.bond(context, operation.author(), bond);
      case Operation.Unbond unbond -> Stakes.unbond(context, operation.author(), unbond);
      case Operation.RenewBeacon renewal ->
          Stakes.renewBeacon(context, operation.author(), renewal.beacon());
      case Operation.CreateDatanet creation -> Datanets.create(context, operation, creation);
    }
  }
}
