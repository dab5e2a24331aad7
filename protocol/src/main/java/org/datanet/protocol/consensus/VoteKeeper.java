package org.datanet.protocol.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Certificate.CommitSignature;
import org.datanet.protocol.identity.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * The votes of one epoch and what they add up to. Sums are taken when asked for: an epoch has few
 * votes, and a sum that is never stored is never stale.
 *
 * <p>As in the paper, where messages form a set, an equivocator counts for each value it voted for
 * (but once among "any"). Were only its first vote counted, validators that saw its votes in
 * another order could disagree for ever about which rounds had a quorum, and with it about whether
 * a re-proposal may be prevoted (line 28). So that an equivocator cannot fill the memory, its third
 * and later votes are kept only for a value with more than a third of the weight behind it; such
 * values have honest voters, of whom each has one.
 */
final class VoteKeeper {

  private final long epoch;
  private final ValidatorSet validators;
  private final TreeMap<Integer, RoundVotes> rounds = new TreeMap<>();
  private final TreeMap<AccountId, Bytes> commitSignatures = new TreeMap<>();
  private RoundValue commit = RoundValue.NONE;

  VoteKeeper(long epoch, ValidatorSet validators) {
    this.epoch = epoch;
    this.validators = validators;
  }

  /** Counts a vote, or says why not; reports a validator's first contradiction. */
  void add(SignedVote signed, int currentRound, List<Output> outputs) {
    Vote vote = signed.vote();
    if (vote.epoch() != epoch) {
      outputs.add(new Output.Ignored(IgnoreReason.WRONG_EPOCH));
    } else if (!validators.contains(vote.validator())) {
      outputs.add(new Output.Ignored(IgnoreReason.NOT_A_VALIDATOR));
    } else if (!makeRoom(vote.validator(), vote.round(), currentRound)) {
      outputs.add(new Output.Ignored(IgnoreReason.TOO_FAR_AHEAD));
    } else {
      count(signed, outputs);
    }
  }

  private void count(SignedVote signed, List<Output> outputs) {
    Vote vote = signed.vote();
    Tally tally = rounds.computeIfAbsent(vote.round(), r -> new RoundVotes()).of(vote.type());
    List<SignedVote> earlier =
        List.copyOf(tally.byValidator.getOrDefault(vote.validator(), List.of()));
    if (earlier.stream().anyMatch(e -> e.vote().equals(vote))) {
      outputs.add(new Output.Ignored(IgnoreReason.DUPLICATE));
      return;
    }
    if (earlier.size() >= ConsensusLimits.CONFLICTING_VOTES_MAX
        && !validators.oneThird(tally.weightFor(vote.valueId()))) {
      outputs.add(new Output.Ignored(IgnoreReason.TOO_MANY_CONFLICTS));
      return;
    }
    tally.byValidator.computeIfAbsent(vote.validator(), v -> new ArrayList<>()).add(signed);
    if (earlier.size() == 1) {
      outputs.add(new Output.Evidence(new Equivocation(earlier.get(0), signed)));
    }
    if (vote.type() == VoteType.PRECOMMIT) {
      noteCommit(signed, tally);
    }
  }

  /**
   * The first precommit quorum is kept with its signatures, to which later precommits for the same
   * value add.
   */
  private void noteCommit(SignedVote signed, Tally tally) {
    Vote vote = signed.vote();
    if (vote.isNil()) {
      return;
    }
    RoundValue voted = new RoundValue(vote.round(), vote.valueId().orElseThrow());
    if (commit.isNone() && validators.quorum(tally.weightFor(vote.valueId()))) {
      commit = voted;
      tally.votesFor(vote.valueId()).forEach(this::keepCommitSignature);
    } else if (commit.equals(voted)) {
      keepCommitSignature(signed);
    }
  }

  private void keepCommitSignature(SignedVote signed) {
    commitSignatures.put(signed.vote().validator(), signed.signature());
  }

  /**
   * A validator's votes for far rounds (beyond the next) are kept for its newest few only, so that
   * nobody can fill the memory with rounds that never come, and one that really is ahead is still
   * counted where it is now.
   */
  private boolean makeRoom(AccountId validator, int round, int currentRound) {
    int firstFarRound = currentRound + 2;
    if (round < firstFarRound) {
      return true;
    }
    TreeSet<Integer> farRounds = new TreeSet<>();
    rounds
        .tailMap(firstFarRound)
        .forEach(
            (farRound, votes) -> {
              if (votes.hasVoteOf(validator)) {
                farRounds.add(farRound);
              }
            });
    if (farRounds.contains(round)
        || farRounds.size() < ConsensusLimits.FAR_ROUNDS_PER_VALIDATOR_MAX) {
      return true;
    }
    int oldest = farRounds.first();
    if (round < oldest) {
      return false;
    }
    rounds.computeIfPresent(oldest, (r, votes) -> votes.without(validator));
    return true;
  }

  /** 2f+1 votes of this type for one value that is not nil. */
  Optional<Bytes32> quorumValue(int round, VoteType type) {
    Tally tally = tally(round, type);
    return tally.values().stream()
        .filter(value -> validators.quorum(tally.weightFor(Optional.of(value))))
        .findFirst();
  }

  /** 2f+1 votes of this type for {@code valueId}, nil if empty. */
  boolean hasQuorumFor(int round, VoteType type, Optional<Bytes32> valueId) {
    return validators.quorum(tally(round, type).weightFor(valueId));
  }

  /** 2f+1 votes of this type for anything. */
  boolean hasQuorumForAny(int round, VoteType type) {
    return validators.quorum(weightOfAll(tally(round, type).byValidator.keySet()));
  }

  /**
   * The highest round beyond {@code currentRound} in which f+1 have voted (line 55). Proposals are
   * not counted: an honest proposer's own prevote follows.
   */
  OptionalInt roundToSkipTo(int currentRound) {
    for (var round : rounds.tailMap(currentRound, false).descendingMap().entrySet()) {
      if (validators.oneThird(weightOfAll(round.getValue().voters()))) {
        return OptionalInt.of(round.getKey());
      }
    }
    return OptionalInt.empty();
  }

  /** The first precommit quorum for a value, with every precommit for it known by now. */
  Optional<Certificate> certificate() {
    if (commit.isNone()) {
      return Optional.empty();
    }
    List<CommitSignature> signatures =
        commitSignatures.entrySet().stream()
            .map(e -> new CommitSignature(e.getKey(), e.getValue()))
            .toList();
    return Optional.of(new Certificate(epoch, commit.round(), commit.valueId(), signatures));
  }

  /** All votes of a round: prevotes, then precommits, each in account order. */
  List<SignedVote> votesOf(int round) {
    List<SignedVote> votes = new ArrayList<>();
    tally(round, VoteType.PREVOTE).byValidator.values().forEach(votes::addAll);
    tally(round, VoteType.PRECOMMIT).byValidator.values().forEach(votes::addAll);
    return votes;
  }

  /** The votes for one value, in account order. */
  List<SignedVote> votesFor(int round, VoteType type, Bytes32 valueId) {
    return tally(round, type).votesFor(Optional.of(valueId));
  }

  private Tally tally(int round, VoteType type) {
    RoundVotes votes = rounds.get(round);
    return votes == null ? new Tally() : votes.of(type);
  }

  private long weightOfAll(Iterable<AccountId> accounts) {
    long weight = 0;
    for (AccountId account : accounts) {
      weight += validators.weightOf(account);
    }
    return weight;
  }

  private final class Tally {
    private final TreeMap<AccountId, List<SignedVote>> byValidator = new TreeMap<>();

    List<SignedVote> votesFor(Optional<Bytes32> valueId) {
      return byValidator.values().stream()
          .flatMap(List::stream)
          .filter(signed -> signed.vote().valueId().equals(valueId))
          .toList();
    }

    long weightFor(Optional<Bytes32> valueId) {
      return weightOfAll(votesFor(valueId).stream().map(s -> s.vote().validator()).toList());
    }

    TreeSet<Bytes32> values() {
      TreeSet<Bytes32> values = new TreeSet<>();
      for (List<SignedVote> votes : byValidator.values()) {
        votes.forEach(signed -> signed.vote().valueId().ifPresent(values::add));
      }
      return values;
    }
  }

  private final class RoundVotes {
    private final Tally prevotes = new Tally();
    private final Tally precommits = new Tally();

    Tally of(VoteType type) {
      return switch (type) {
        case PREVOTE -> prevotes;
        case PRECOMMIT -> precommits;
      };
    }

    boolean hasVoteOf(AccountId validator) {
      return prevotes.byValidator.containsKey(validator)
          || precommits.byValidator.containsKey(validator);
    }

    TreeSet<AccountId> voters() {
      TreeSet<AccountId> voters = new TreeSet<>(prevotes.byValidator.keySet());
      voters.addAll(precommits.byValidator.keySet());
      return voters;
    }

    /**
     * These votes less a validator's; null, which drops the round from its map, if none are left.
     */
    @Nullable RoundVotes without(AccountId validator) {
      prevotes.byValidator.remove(validator);
      precommits.byValidator.remove(validator);
      return prevotes.byValidator.isEmpty() && precommits.byValidator.isEmpty() ? null : this;
    }
  }
}
