package org.datanet.protocol.consensus;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Event.Validity;
import org.datanet.protocol.identity.AccountId;

/**
 * Algorithm 1 of the paper for one epoch, one method for each rule, tried in turn until none
 * applies. It departs from the text in four places, none of which touches safety:
 *
 * <ul>
 *   <li>A quorum of votes for a value stands for the value's proposal (lines 36, 49): an honest
 *       validator is in it, and that one had the proposal. So a proposer that equivocates, or a
 *       proposal that got lost, holds nobody up.
 *   <li>{@code valid(v)} may take time. A rule that needs an unknown verdict waits; the others do
 *       not.
 *   <li>The proposer, too, schedules the propose timeout (line 21): its value may not be built in
 *       time.
 *   <li>Rules 36 and 44 are tried before 34, and 49 before 47, so that no timer starts that could
 *       not matter.
 * </ul>
 */
final class RoundMachine {

  private enum Phase {
    NOT_STARTED,
    RUNNING,
    DECIDED,
    HALTED
  }

  /** The paper's step_p. */
  private enum Step {
    PROPOSE,
    PREVOTE,
    PRECOMMIT
  }

  private final AccountId self;
  private final long epoch;
  private final ValidatorSet validators;
  private final ProposerSchedule schedule;
  private final Timeouts timeouts;
  private final VoteKeeper votes;
  private final ProposalBook proposals;
  private final OwnVotes own;

  private Phase phase = Phase.NOT_STARTED;
  private int round;
  private Step step = Step.PROPOSE;
  private RoundValue locked;
  private RoundValue valid;

  // "For the first time" of lines 34, 36, 47, in the current round.
  private boolean prevoteTimeoutScheduled;
  private boolean polkaSeen;
  private boolean precommitTimeoutScheduled;

  /**
   * Takes up where {@code own} ends: line 1 for a validator without votes, else with its last round
   * and lock.
   */
  RoundMachine(
      AccountId self,
      long epoch,
      ValidatorSet validators,
      ProposerSchedule schedule,
      Timeouts timeouts,
      VoteKeeper votes,
      ProposalBook proposals,
      OwnVotes own,
      int round) {
    this.self = self;
    this.epoch = epoch;
    this.validators = validators;
    this.schedule = schedule;
    this.timeouts = timeouts;
    this.votes = votes;
    this.proposals = proposals;
    this.own = own;
    this.round = round;
    this.locked = own.lastLock();
    this.valid = locked;
  }

  int round() {
    return round;
  }

  /** The paper's (validRound, validValue). */
  RoundValue valid() {
    return valid;
  }

  boolean isDecided() {
    return phase == Phase.DECIDED;
  }

  /**
   * Values that the epoch may still come to: all that a rule could ask about as things stand. With
   * a quorum of precommits, its value alone.
   */
  TreeSet<Bytes32> liveValues() {
    TreeSet<Bytes32> live = new TreeSet<>();
    votes.certificate().map(Certificate::valueId).ifPresent(live::add); // line 49
    if (!live.isEmpty()) {
      return live;
    }
    proposals.proposals().forEach(proposal -> live.add(proposal.valueId())); // lines 22, 28
    votes.quorumValue(round, VoteType.PREVOTE).ifPresent(live::add); // line 36
    for (RoundValue own : List.of(locked, valid)) { // lines 15, 23, 29
      if (!own.isNone()) {
        live.add(own.valueId());
      }
    }
    return live;
  }

  /** Line 10. */
  void start(List<Output> outputs) {
    if (phase != Phase.NOT_STARTED) {
      throw new IllegalStateException("epoch " + epoch + " started twice");
    }
    phase = Phase.RUNNING;
    startRound(round, outputs);
  }

  /**
   * Applies rules until none does. Ends: each rule moves the round, the step or a once-flag
   * forward.
   */
  void advance(List<Output> outputs) {
    boolean applied = true;
    while (applied && phase == Phase.RUNNING) {
      applied =
          decide(outputs)
              || skipToLaterRound(outputs)
              || prevoteFreshProposal(outputs)
              || prevoteReproposal(outputs)
              || lockOnPolka(outputs)
              || precommitNilOnNilQuorum(outputs)
              || schedulePrevoteTimeout(outputs)
              || schedulePrecommitTimeout(outputs);
    }
  }

  /** Lines 11–21. */
  private void startRound(int newRound, List<Output> outputs) {
    ConsensusLimits.requireRound(newRound);
    round = newRound; // line 12
    step = stepAfterOwnVotes(); // line 13
    prevoteTimeoutScheduled = false;
    polkaSeen = false;
    precommitTimeoutScheduled = false;
    proposals.forgetBefore(round - 1); // what peers just behind us may still need
    if (step == Step.PROPOSE) {
      scheduleTimeout(TimeoutKind.PROPOSE, outputs); // line 21
    }
    if (schedule.proposer(epoch, round).equals(self)) { // line 14
      propose(outputs);
    }
  }

  /** Propose, unless this is the round in which a restored validator has voted already. */
  private Step stepAfterOwnVotes() {
    if (own.has(VoteType.PRECOMMIT, round)) {
      return Step.PRECOMMIT;
    }
    return own.has(VoteType.PREVOTE, round) ? Step.PREVOTE : Step.PROPOSE;
  }

  /** Lines 15–19. What was proposed before a restart is proposed again, never anything else. */
  private void propose(List<Output> outputs) {
    Optional<Proposal> earlier = proposals.proposal(round);
    if (earlier.isPresent()) {
      outputs.add(new Output.Propose(earlier.get()));
    } else if (step == Step.PROPOSE && !valid.isNone()) { // line 15
      broadcastProposal(valid.valueId(), valid.round(), outputs); // line 16
    } else if (step == Step.PROPOSE) {
      outputs.add(new Output.BuildValue(round)); // line 18
    }
  }

  /** Line 19, with the value that line 18 had to wait for. */
  void proposeBuiltValue(int builtFor, Bytes32 valueId, List<Output> outputs) {
    boolean wanted =
        phase == Phase.RUNNING
            && builtFor == round
            && step == Step.PROPOSE
            && schedule.proposer(epoch, round).equals(self)
            && proposals.proposal(round).isEmpty();
    if (!wanted) {
      outputs.add(new Output.Ignored(IgnoreReason.STALE));
      return;
    }
    proposals.judge(valueId, true);
    broadcastProposal(valueId, Proposal.FRESH, outputs);
  }

  private void broadcastProposal(Bytes32 valueId, int validRound, List<Output> outputs) {
    Proposal proposal = new Proposal(epoch, round, valueId, validRound, self);
    Optional<IgnoreReason> refused = proposals.offer(proposal, round);
    if (refused.isPresent()) {
      throw new IllegalStateException("own proposal refused: " + refused.get());
    }
    outputs.add(new Output.Propose(proposal)); // line 19
  }

  /** Lines 22–27. */
  private boolean prevoteFreshProposal(List<Output> outputs) {
    Optional<Proposal> proposal = proposals.proposal(round).filter(Proposal::isFresh);
    if (step != Step.PROPOSE || proposal.isEmpty()) { // line 22
      return false;
    }
    Bytes32 valueId = proposal.get().valueId();
    boolean lockAllows = locked.isNone() || locked.valueId().equals(valueId); // line 23
    return prevote(valueId, lockAllows, outputs);
  }

  /** Lines 28–33. That the valid round is an earlier one is the proposal's own invariant. */
  private boolean prevoteReproposal(List<Output> outputs) {
    Optional<Proposal> proposal = proposals.proposal(round).filter(p -> !p.isFresh());
    if (step != Step.PROPOSE || proposal.isEmpty()) { // line 28
      return false;
    }
    Bytes32 valueId = proposal.get().valueId();
    int validRound = proposal.get().validRound();
    if (!votes.hasQuorumFor(validRound, VoteType.PREVOTE, Optional.of(valueId))) { // line 28
      return false;
    }
    boolean lockAllows =
        locked.round() <= validRound || locked.valueId().equals(valueId); // line 29
    return prevote(valueId, lockAllows, outputs);
  }

  /** Lines 23–27 and 29–33. A value that the lock forbids needs no verdict. */
  private boolean prevote(Bytes32 valueId, boolean lockAllows, List<Output> outputs) {
    Validity validity = lockAllows ? validityOf(valueId, outputs) : Validity.INVALID;
    switch (validity) {
      case PENDING -> {
        return false;
      }
      case VALID -> broadcastVote(VoteType.PREVOTE, Optional.of(valueId), outputs); // 24, 30
      case INVALID -> broadcastVote(VoteType.PREVOTE, Optional.empty(), outputs); // 26, 32
    }
    step = Step.PREVOTE; // lines 27, 33
    return true;
  }

  /** Lines 34–35. */
  private boolean schedulePrevoteTimeout(List<Output> outputs) {
    if (step != Step.PREVOTE
        || prevoteTimeoutScheduled
        || !votes.hasQuorumForAny(round, VoteType.PREVOTE)) {
      return false;
    }
    prevoteTimeoutScheduled = true;
    scheduleTimeout(TimeoutKind.PREVOTE, outputs);
    return true;
  }

  /** Lines 36–43. */
  private boolean lockOnPolka(List<Output> outputs) {
    Optional<Bytes32> polka = votes.quorumValue(round, VoteType.PREVOTE);
    if (polkaSeen || polka.isEmpty() || validityOf(polka.get(), outputs) != Validity.VALID) {
      return false;
    }
    if (step == Step.PROPOSE) { // line 36: step ≥ prevote
      return false;
    }
    polkaSeen = true;
    valid = new RoundValue(round, polka.get()); // lines 42–43
    if (step == Step.PREVOTE) { // line 37
      locked = valid; // lines 38–39
      broadcastVote(VoteType.PRECOMMIT, polka, outputs); // line 40
      step = Step.PRECOMMIT; // line 41
    }
    return true;
  }

  /** Lines 44–46. */
  private boolean precommitNilOnNilQuorum(List<Output> outputs) {
    if (step != Step.PREVOTE
        || !votes.hasQuorumFor(round, VoteType.PREVOTE, Optional.empty())) { // line 44
      return false;
    }
    broadcastVote(VoteType.PRECOMMIT, Optional.empty(), outputs); // line 45
    step = Step.PRECOMMIT; // line 46
    return true;
  }

  /** Lines 47–48. */
  private boolean schedulePrecommitTimeout(List<Output> outputs) {
    if (precommitTimeoutScheduled || !votes.hasQuorumForAny(round, VoteType.PRECOMMIT)) {
      return false;
    }
    precommitTimeoutScheduled = true;
    scheduleTimeout(TimeoutKind.PRECOMMIT, outputs);
    return true;
  }

  /** Lines 49–51; what lines 52–54 do is a new machine for the next epoch. */
  private boolean decide(List<Output> outputs) {
    Optional<Certificate> certificate = votes.certificate(); // line 49
    if (certificate.isEmpty()) {
      return false;
    }
    Bytes32 valueId = certificate.get().valueId();
    switch (validityOf(valueId, outputs)) { // line 50
      case PENDING -> {
        return false;
      }
      case VALID -> {
        phase = Phase.DECIDED; // line 51
        outputs.add(new Output.Decide(valueId, certificate.get().round(), certificate.get()));
      }
      case INVALID -> {
        phase = Phase.HALTED;
        outputs.add(new Output.CertifiedInvalid(certificate.get()));
      }
    }
    return true;
  }

  /** Lines 55–56. */
  private boolean skipToLaterRound(List<Output> outputs) {
    OptionalInt later = votes.roundToSkipTo(round); // line 55
    if (later.isEmpty()) {
      return false;
    }
    startRound(later.getAsInt(), outputs); // line 56
    return true;
  }

  /** Lines 57–67; a timeout of another round or of a step that is over does nothing. */
  void timeoutElapsed(TimeoutKind kind, int timedRound, List<Output> outputs) {
    boolean matters =
        phase == Phase.RUNNING
            && timedRound == round
            && switch (kind) {
              case PROPOSE -> step == Step.PROPOSE; // line 58
              case PREVOTE -> step == Step.PREVOTE; // line 62
              case PRECOMMIT -> true; // line 66
            };
    if (!matters) {
      outputs.add(new Output.Ignored(IgnoreReason.STALE));
      return;
    }
    switch (kind) {
      case PROPOSE -> {
        broadcastVote(VoteType.PREVOTE, Optional.empty(), outputs); // line 59
        step = Step.PREVOTE; // line 60
      }
      case PREVOTE -> {
        broadcastVote(VoteType.PRECOMMIT, Optional.empty(), outputs); // line 63
        step = Step.PRECOMMIT; // line 64
      }
      case PRECOMMIT -> startRound(round + 1, outputs); // line 67
    }
  }

  /** A node that is no validator follows the rules without a voice. */
  private void broadcastVote(VoteType type, Optional<Bytes32> valueId, List<Output> outputs) {
    Vote vote = new Vote(type, epoch, round, valueId, self);
    if (validators.contains(self) && own.claim(vote)) {
      outputs.add(new Output.SignVote(vote));
    }
  }

  private void scheduleTimeout(TimeoutKind kind, List<Output> outputs) {
    outputs.add(new Output.ScheduleTimeout(kind, round, timeouts.durationMs(kind, round)));
  }

  private Validity validityOf(Bytes32 valueId, List<Output> outputs) {
    Validity validity = proposals.validity(valueId);
    if (validity == Validity.PENDING && proposals.firstAskFor(valueId)) {
      outputs.add(new Output.Validate(valueId));
    }
    return validity;
  }
}
