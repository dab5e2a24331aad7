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

  private final TreeMap<AccountId, List<SignedVote>> byValidator = new TreeMap<>();

  /** Keeps the vote where there is room for it; a vote that is there already takes none. */
  void keep(SignedVote vote, ValidatorSet validators) {
    AccountId validator = vote.vote().validator();
    if (validators.contains(validator)) {
      List<SignedVote> own = byValidator.computeIfAbsent(validator, v -> new ArrayList<>());
      if (own.size() < ReplicaLimits.EARLY_VOTES_PER_VALIDATOR_MAX && !own.contains(vote)) {
        own.add(vote);
      }
    }
  }

  /** In account order, each validator's as they came. None is left here. */
  List<SignedVote> takeAll() {
    List<SignedVote> all = byValidator.values().stream().flatMap(List::stream).toList();
    byValidator.clear();
    return all;
  }
}
