package org.datanet.protocol.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.datanet.protocol.consensus.SignedVote;
import org.datanet.protocol.consensus.ValidatorSet;
import org.datanet.protocol.identity.AccountId;

/**
 * Votes for the epoch after the current one, kept for when this node gets there. Each validator of
 * that epoch has its own few places, so that nobody takes another's.
 */
final class EarlyVotes {

  private final ValidatorSet validators;
  private final TreeMap<AccountId, List<SignedVote>> byValidator = new TreeMap<>();

  /**
   * @param validators of the epoch that the votes are for
   */
  EarlyVotes(ValidatorSet validators) {
    this.validators = validators;
  }

  boolean isValidator(AccountId account) {
    return validators.contains(account);
  }

  /** Keeps a validator's vote where there is room; a vote that is there already takes none. */
  void keep(SignedVote vote) {
    AccountId validator = vote.vote().validator();
    if (isValidator(validator)) {
      List<SignedVote> own = byValidator.computeIfAbsent(validator, v -> new ArrayList<>());
      if (own.size() < ReplicaLimits.EARLY_VOTES_PER_VALIDATOR_MAX && !own.contains(vote)) {
        own.add(vote);
      }
    }
  }

  /** In account order, each validator's as they came. */
  List<SignedVote> all() {
    return byValidator.values().stream().flatMap(List::stream).toList();
  }
}
