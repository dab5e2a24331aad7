package org.datanet.protocol.admission;

import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.FeeRule;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationLimits;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.NetworkParameters;

/**
 * Whether an operation applies to a ledger in an epoch. The pool asks with the ledger of the last
 * epoch, the epoch's execution with its write set as far as it has come: both run this code.
 */
public record OperationRules(Bytes32 networkId, NetworkParameters parameters) {

  /**
   * All but expiry and nonce, which belong to the batch as a whole (docs/protocol.md §5.2).
   *
   * @param epoch the epoch that would hold the operation
   * @return why it does not apply, with numbers and what to do next
   */
  public Optional<Refusal> check(Ledger ledger, long epoch, SignedOperation operation) {
    return kindRefusal(ledger, epoch, operation).or(() -> balanceRefusal(ledger, operation));
  }

  private Optional<Refusal> kindRefusal(Ledger ledger, long epoch, SignedOperation signed) {
    return switch (signed.operation()) {
      case Operation.RevealBallot o ->
          inDatanet(
              ledger,
              o.datanet(),
              d -> BallotRules.reveal(networkId, ledger, epoch, d, signed.author(), o));
      case Operation.Contribute o ->
          inDatanet(
              ledger,
              o.datanet(),
              d -> ContributionRules.open(networkId, ledger, epoch, d, signed.author(), o));
      case Operation.CommitContribution o ->
          inDatanet(
              ledger,
              o.datanet(),
              d -> ContributionRules.commit(networkId, ledger, d, signed.author(), o));
      case Operation.CommitBallot o ->
          inDatanet(
              ledger, o.datanet(), d -> BallotRules.commit(ledger, epoch, d, signed.author(), o));
      case Operation.Use o -> inDatanet(ledger, o.datanet(), d -> UseRules.use(ledger, d, o));
      case Operation.Transfer o -> Optional.empty();
      case Operation.Bond o -> StakeRules.bond(ledger, parameters, epoch, signed.author(), o);
      case Operation.Unbond o -> StakeRules.unbond(ledger, parameters, signed.author(), o);
      case Operation.RenewBeacon o -> StakeRules.renew(ledger, epoch, signed.author(), o);
      case Operation.CreateDatanet o -> DatanetRules.create(ledger, parameters, o.manifest());
    };
  }

  static Optional<Refusal> inDatanet(
      Ledger ledger, Bytes32 datanet, Function<DatanetEntry, Optional<Refusal>> rule) {
    return ledger
        .get(Keys.datanet(datanet))
        .map(rule)
        .orElseGet(() -> refused(Reason.UNKNOWN_DATANET, datanet.toUnprefixedHexString()));
  }

  private Optional<Refusal> balanceRefusal(Ledger ledger, SignedOperation signed) {
    long feeMicros = FeeRule.feeMicros(parameters, signed);
    long outlayMicros = Outlay.micros(ledger, signed.operation());
    long neededMicros = Math.addExact(feeMicros, outlayMicros);
    long hasMicros =
        ledger.get(Keys.account(signed.author())).map(AccountEntry::getBalanceMicros).orElse(0L);
    if (neededMicros <= hasMicros) {
      return Optional.empty();
    }
    return refused(
        Reason.INSUFFICIENT_BALANCE,
        "needs "
            + Micros.text(outlayMicros)
            + " and "
            + Micros.text(feeMicros)
            + " fee, has "
            + Micros.text(hasMicros));
  }

  /** docs/protocol.md §2.5. */
  public static Optional<Refusal> expiryRefusal(long epoch, SignedOperation operation) {
    long expires = operation.expiresEpoch();
    if (expires < epoch) {
      return refused(
          Reason.EXPIRED, "its last epoch is " + expires + ", this is " + epoch + "; sign it anew");
    }
    long lastAllowed = epoch + OperationLimits.EXPIRY_EPOCHS_MAX;
    if (expires > lastAllowed) {
      return refused(
          Reason.EXPIRY_TOO_FAR, "it expires in " + expires + ", at most " + lastAllowed);
    }
    return Optional.empty();
  }

  static Optional<Refusal> refused(Reason reason, String detail) {
    return Optional.of(new Refusal(reason, detail));
  }
}
