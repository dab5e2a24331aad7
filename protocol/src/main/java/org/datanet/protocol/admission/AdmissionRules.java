package org.datanet.protocol.admission;

import java.util.Optional;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.AccountEntry;

/** What keeps an operation out of a pool before the ledger is asked about its kind. */
public final class AdmissionRules {

  private AdmissionRules() {}

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
