package org.datanet.protocol.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Event.Validity;
import org.datanet.protocol.identity.AccountId;

/**
 * The consensus of one epoch, and the door of this package: events in, outputs out, in order. The
 * same events give the same outputs. Not thread-safe.
 *
 * <p>Agreement holds while less than a third of the weight is Byzantine; a decision comes once more
 * than two thirds is connected and what {@link #rebroadcast} lists is sent again whenever the epoch
 * stalls.
 */
public final class EpochConsensus {

  private final AccountId self;
  private final VoteKeeper votes;
  private final ProposalBook proposals;
  private final OwnVotes own;
  private final RoundMachine machine;

  private EpochConsensus(
      AccountId self,
      VoteKeeper votes,
      ProposalBook proposals,
      OwnVotes own,
      RoundMachine machine) {
    this.self = self;
    this.votes = votes;
    this.proposals = proposals;
    this.own = own;
    this.machine = machine;
  }

  /** An epoch in which {@code self}, a validator or an onlooker, has said nothing yet. */
  public static EpochConsensus fresh(
      AccountId self, long epoch, ValidatorSet validators, Timeouts timeouts) {
    return restored(self, epoch, validators, timeouts, List.of(), List.of(), List.of());
  }

  /**
   * An epoch in which {@code self} spoke before it was stopped. It goes on in its last round with
   * the lock of its last precommit for a value, repeats its last proposal, and never signs another
   * vote for a round and type that it has one for. Values are judged anew, since the caller needs
   * them at hand again to commit one.
   *
   * @param ownVotes every vote of this epoch that was put on disk, sent or not
   * @param ownProposals likewise
   * @param supportingPrevotes of others, which own precommits rest on ({@link #prevotesFor}): with
   *     all validators stopped at once nobody else could show why the locked value may be prevoted
   *     again (line 28)
   * @throws IllegalArgumentException if one of them is not {@code self}'s or not of this epoch, or
   *     two contradict each other
   */
  public static EpochConsensus restored(
      AccountId self,
      long epoch,
      ValidatorSet validators,
      Timeouts timeouts,
      List<SignedVote> ownVotes,
      List<Proposal> ownProposals,
      List<SignedVote> supportingPrevotes) {
    OwnVotes own = new OwnVotes();
    for (SignedVote signed : ownVotes) {
      Vote vote = signed.vote();
      boolean ours = vote.validator().equals(self) && vote.epoch() == epoch;
      if (!ours || !(own.claim(vote) || own.contains(vote))) {
        throw new IllegalArgumentException("no vote of ours, or two in conflict: " + vote);
      }
    }
    int round = own.lastRound();
    for (Proposal proposal : ownProposals) {
      round = Math.max(round, proposal.round());
    }
    VoteKeeper votes = new VoteKeeper(epoch, validators);
    for (SignedVote signed : ownVotes) {
      votes.add(signed, round, new ArrayList<>());
    }
    for (SignedVote signed : supportingPrevotes) {
      votes.add(signed, round, new ArrayList<>());
    }
    ProposerSchedule schedule = new ProposerSchedule(validators);
    ProposalBook proposals = new ProposalBook(epoch, schedule);
    restoreProposals(self, ownProposals, round, proposals);
    RoundMachine machine =
        new RoundMachine(self, epoch, validators, schedule, timeouts, votes, proposals, own, round);
    return new EpochConsensus(self, votes, proposals, own, machine);
  }

  /** Only that of the last round still matters, but a wrong one anywhere is a damaged log. */
  private static void restoreProposals(
      AccountId self, List<Proposal> ownProposals, int round, ProposalBook proposals) {
    for (Proposal proposal : ownProposals) {
      if (!proposal.proposer().equals(self)) {
        throw new IllegalArgumentException("no proposal of ours: " + proposal);
      }
      proposals
          .offer(proposal, round)
          .filter(reason -> reason != IgnoreReason.STALE && reason != IgnoreReason.DUPLICATE)
          .ifPresent(
              reason -> {
                throw new IllegalArgumentException(reason + ": " + proposal);
              });
    }
  }

  /**
   * Takes one event.
   *
   * @throws IllegalStateException for what only a bug of the caller can bring about: a second
   *     start, a verdict that contradicts an earlier one, a signed vote that was not asked for
   */
  public List<Output> step(Event event) {
    List<Output> outputs = new ArrayList<>();
    switch (event) {
      case Event.Start() -> machine.start(outputs);
      case Event.ProposalReceived(Proposal proposal, Validity validity) ->
          receiveProposal(proposal, validity, outputs);
      case Event.ProposalValidated validated ->
          proposals.judge(validated.valueId(), validated.valid());
      case Event.VoteReceived(SignedVote vote) -> receiveVote(vote, outputs);
      case Event.TimeoutElapsed timeout ->
          machine.timeoutElapsed(timeout.kind(), timeout.round(), outputs);
      case Event.OwnVoteSigned(SignedVote vote) -> receiveOwnVote(vote, outputs);
      case Event.OwnValueBuilt built ->
          machine.proposeBuiltValue(built.round(), built.valueId(), outputs);
    }
    machine.advance(outputs);
    proposals.keepOnly(machine.liveValues());
    return List.copyOf(outputs);
  }

  private void receiveProposal(Proposal proposal, Validity validity, List<Output> outputs) {
    Optional<IgnoreReason> refused =
        machine.isDecided()
            ? Optional.of(IgnoreReason.STALE)
            : proposals.offer(proposal, machine.round());
    if (refused.isPresent()) {
      outputs.add(new Output.Ignored(refused.get()));
      return;
    }
    switch (validity) {
      case VALID -> proposals.judge(proposal.valueId(), true);
      case INVALID -> proposals.judge(proposal.valueId(), false);
      case PENDING -> {}
    }
  }

  /**
   * Counted even after the decision: late precommits are worth a reward, and evidence is evidence.
   * A vote of ours that we do not remember, because the disk lost it, still binds us.
   */
  private void receiveVote(SignedVote signed, List<Output> outputs) {
    votes.add(signed, machine.round(), outputs);
    if (signed.vote().validator().equals(self) && isCounted(signed)) {
      own.claim(signed.vote());
    }
  }

  private boolean isCounted(SignedVote signed) {
    return votes.votesOf(signed.vote().round()).stream()
        .anyMatch(counted -> counted.vote().equals(signed.vote()));
  }

  private void receiveOwnVote(SignedVote signed, List<Output> outputs) {
    if (!own.contains(signed.vote())) {
      throw new IllegalStateException("signed a vote that was not asked for: " + signed.vote());
    }
    votes.add(signed, machine.round(), outputs);
  }

  /** The paper's round_p. */
  public int round() {
    return machine.round();
  }

  /**
   * Empty until the decision; then its certificate with every precommit for it that has come in by
   * now.
   */
  public Optional<Certificate> lateCertificate() {
    return machine.isDecided() ? votes.certificate() : Optional.empty();
  }

  /**
   * Values that this epoch may still come to. The batches of all others can be let go of: one that
   * comes to matter again is asked about again with {@link Output.Validate}.
   */
  public TreeSet<Bytes32> liveValues() {
    return machine.liveValues();
  }

  /** The proposals that are kept: of the last round, of this one and of coming ones. */
  public List<Proposal> proposals() {
    return proposals.proposals();
  }

  /** The prevotes for a value in a round, equivocators' too, in account order. */
  public List<SignedVote> prevotesFor(int round, Bytes32 valueId) {
    return votes.votesFor(round, VoteType.PREVOTE, valueId);
  }

  /**
   * What a peer may lack to come to where we are; to be sent again while the epoch stalls, or when
   * a peer asks. Before the decision: our proposal of this round, the prevotes that support the
   * valid value (line 28), all votes of the last and of this round. After it: the precommits that
   * decided. At most five votes for each validator, equivocators aside.
   *
   * <p>Others' votes are among them because the paper assumes that what reaches one correct
   * validator reaches all.
   */
  public List<ConsensusMessage> rebroadcast() {
    List<ConsensusMessage> messages = new ArrayList<>();
    Optional<Certificate> decided = lateCertificate();
    if (decided.isPresent()) {
      Certificate certificate = decided.get();
      certificate
          .signatures()
          .forEach(
              s -> messages.add(new SignedVote(certificate.voteOf(s.validator()), s.signature())));
      return messages;
    }
    int round = machine.round();
    proposals.proposal(round).filter(p -> p.proposer().equals(self)).ifPresent(messages::add);
    RoundValue valid = machine.valid();
    if (!valid.isNone() && valid.round() < round - 1) {
      messages.addAll(votes.votesFor(valid.round(), VoteType.PREVOTE, valid.valueId()));
    }
    if (round > 0) {
      messages.addAll(votes.votesOf(round - 1));
    }
    messages.addAll(votes.votesOf(round));
    return messages;
  }
}
