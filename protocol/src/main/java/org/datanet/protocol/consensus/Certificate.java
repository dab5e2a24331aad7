package org.datanet.protocol.consensus;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.AccountId;

/**
 * The precommits that decided an epoch. Anyone who knows the epoch's validator set can check it
 * with {@link #check}; one that this package made is always {@link Finding#VALID} if its inputs
 * were verified.
 *
 * @param signatures in strictly ascending account order
 */
public record Certificate(
    long epoch, int round, Bytes32 valueId, List<CommitSignature> signatures) {

  /** A validator's 64-byte signature over its precommit for the certificate's value. */
  public record CommitSignature(AccountId validator, Bytes signature) {}

  /** What {@link #check} found, the first defect in this order. */
  public enum Finding {
    VALID,
    TOO_MANY_SIGNATURES,
    NOT_IN_ACCOUNT_ORDER,
    UNKNOWN_VALIDATOR,
    NO_QUORUM,
    BAD_SIGNATURE
  }

  public Certificate {
    ConsensusLimits.requireEpoch(epoch);
    ConsensusLimits.requireRound(round);
    signatures = List.copyOf(signatures);
  }

  /** The vote that {@code validator} signed to be in this certificate. */
  public Vote voteOf(AccountId validator) {
    return new Vote(VoteType.PRECOMMIT, epoch, round, Optional.of(valueId), validator);
  }

  /**
   * Structure and quorum first, since they cost nothing, then every signature: a certificate with
   * one bad signature is refused even if the others suffice, because its signer list decides pay.
   *
   * @param validators the set of this certificate's epoch, known to the caller from a source it
   *     trusts
   */
  public Finding check(ValidatorSet validators, SignatureCheck signatureCheck) {
    Finding structure = checkStructure(validators);
    if (structure != Finding.VALID) {
      return structure;
    }
    for (CommitSignature commit : signatures) {
      if (!signatureCheck.isValid(voteOf(commit.validator()), commit.signature())) {
        return Finding.BAD_SIGNATURE;
      }
    }
    return Finding.VALID;
  }

  private Finding checkStructure(ValidatorSet validators) {
    if (signatures.size() > validators.size()) {
      return Finding.TOO_MANY_SIGNATURES;
    }
    for (int i = 1; i < signatures.size(); i++) {
      if (signatures.get(i - 1).validator().compareTo(signatures.get(i).validator()) >= 0) {
        return Finding.NOT_IN_ACCOUNT_ORDER;
      }
    }
    long weight = 0;
    for (CommitSignature commit : signatures) {
      if (!validators.contains(commit.validator())) {
        return Finding.UNKNOWN_VALIDATOR;
      }
      weight += validators.weightOf(commit.validator());
    }
    return validators.quorum(weight) ? Finding.VALID : Finding.NO_QUORUM;
  }
}
