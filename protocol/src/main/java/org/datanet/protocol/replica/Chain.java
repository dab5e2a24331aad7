package org.datanet.protocol.replica;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.ValidatorSet;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.ValidatorSetEntry;

/**
 * What is decided and committed: the ledger after the last epoch, its digest, and how the last
 * epoch was certified.
 *
 * @param lastEpoch 0 when only genesis is there
 * @param lastCertificate of the last epoch; empty after genesis
 */
public record Chain(
    Ledger ledger,
    BucketDigest digest,
    long lastEpoch,
    Bytes32 lastBatchId,
    Optional<Certificate> lastCertificate) {

  long nextEpoch() {
    return lastEpoch + 1;
  }

  Chain after(long epoch, Bytes32 batchId, Certificate certificate, BucketDigest digestAfter) {
    return new Chain(ledger, digestAfter, epoch, batchId, Optional.of(certificate));
  }

  Chain withCertificate(Certificate certificate) {
    return new Chain(ledger, digest, lastEpoch, lastBatchId, Optional.of(certificate));
  }

  /** The validators of an epoch that the ledger still knows: lastEpoch − 1 … lastEpoch + 2. */
  ValidatorSet validators(long epoch) {
    return validators(ledger, epoch);
  }

  /**
   * @throws IllegalStateException if the ledger has none of the epoch
   */
  public static ValidatorSet validators(Ledger ledger, long epoch) {
    ValidatorSetEntry entry =
        ledger
            .get(Keys.validatorSet(epoch))
            .orElseThrow(
                () -> new IllegalStateException("the ledger has no validators of epoch " + epoch));
    return ValidatorSet.of(
        entry.getValidatorsList().stream()
            .map(
                v ->
                    new ValidatorSet.Validator(
                        WireBytes.account(v.getAccount()), v.getWeightMicros()))
            .toList());
  }

  /** What batches state of the next validators. docs/protocol.md §5. */
  public static Bytes32 hash(ValidatorSet validators) {
    return Hasher.of("validators").addBytes(validators.encode()).digest();
  }

  /** Who is paid for the last epoch's certificate, in account order. */
  List<AccountId> lastSigners() {
    return lastCertificate
        .map(c -> c.signatures().stream().map(Certificate.CommitSignature::validator).toList())
        .orElse(List.of());
  }
}
