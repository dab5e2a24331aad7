package org.datanet.protocol.admission;

import java.util.Optional;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.AccountEntry;

/**
 * What a node checks before an operation enters its pool. The ledger may be an epoch old by the
 * time the operation runs, so passing is no promise.
 */
public record AdmissionRules(OperationRules rules) {

  /**
   * @param nextEpoch the first epoch that could hold the operation
   */
  public Optional<Refusal> check(Ledger ledger, long nextEpoch, SignedOperation operation) {
    return checkAge(ledger, nextEpoch, operation)
        .or(() -> rules.check(ledger, nextEpoch, operation));
  }

  /**
   * Only what waiting cannot mend: {@code EXPIRED}, {@code NONCE_USED}; and {@code EXPIRY_TOO_FAR},
   * which bounds how long a pool must remember.
   */
  public static Optional<Refusal> checkAge(
      Ledger ledger, long nextEpoch, SignedOperation operation) {
    return OperationRules.expiryRefusal(nextEpoch, operation)
        .or(() -> nonceRefusal(ledger, operation));
  }

  private static Optional<Refusal> nonceRefusal(Ledger ledger, SignedOperation operation) {
    long used = ledger.get(Keys.account(operation.author())).map(AccountEntry::getNonce).orElse(0L);
    if (!operation.operation().carriesNonce() || operation.nonce() > used) {
      return Optional.empty();
    }
    return OperationRules.refused(
        Reason.NONCE_USED, "nonce " + operation.nonce() + ", the next is " + (used + 1));
  }
}
