package org.datanet.protocol.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Event.Validity;
import org.datanet.protocol.identity.AccountId;
import org.junit.jupiter.api.Test;

/**
 * What the driver adds to the paper: bounds, evidence, own votes, restarts, rebroadcast, the late
 * certificate.
 */
class EpochConsensusTest {

  @Test
  void countsWhatArrivedBeforeTheStart() {
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("proposal 0 V valid", "prevote 0 V from a c")).isEmpty();
    assertThat(b.on("start"))
        .containsExactly("schedule propose 0 in 1000 ms", "sign prevote 0 V", "sign precommit 0 V");
  }

  @Test
  void doesNotCountItsOwnVoteBeforeItIsSigned() {
    Conversation b = new Conversation('b', Fixtures.FOUR, false);

    assertThat(b.on("start", "proposal 0 V valid", "prevote 0 V from a c")).isEmpty();
    assertThat(b.on("sign")).containsExactly("sign precommit 0 V");
  }

  @Test
  void anOnlookerDecidesWithoutAVoice() {
    Conversation onlooker = Conversation.ofFour('z');

    assertThat(onlooker.on("start", "proposal 0 V valid", "prevote 0 V from a b c")).isEmpty();
    assertThat(onlooker.on("precommit 0 V from a b c"))
        .containsExactly("decide V in round 0 by a b c");
  }

  @Test
  void decidesBeforeStartingNothing() {
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("proposal 0 V valid", "precommit 0 V from a c d")).isEmpty();
    assertThat(b.on("start"))
        .containsExactly("schedule propose 0 in 1000 ms", "decide V in round 0 by a c d");
  }

  @Test
  void ignoresMessagesOfOtherEpochsAndStrangers() {
    EpochConsensus consensus = fresh('b');
    Vote other =
        new Vote(VoteType.PREVOTE, Fixtures.EPOCH + 1, 0, Optional.empty(), Fixtures.account('a'));
    Proposal proposal =
        new Proposal(
            Fixtures.EPOCH - 1, 1, Fixtures.value('V'), Proposal.FRESH, Fixtures.account('a'));

    assertThat(consensus.step(new Event.VoteReceived(Fixtures.sign(other))))
        .containsExactly(new Output.Ignored(IgnoreReason.WRONG_EPOCH));
    assertThat(consensus.step(new Event.ProposalReceived(proposal, Validity.VALID)))
        .containsExactly(new Output.Ignored(IgnoreReason.WRONG_EPOCH));
    assertThat(consensus.step(new Event.VoteReceived(Fixtures.vote(VoteType.PREVOTE, 0, "V", 'z'))))
        .containsExactly(new Output.Ignored(IgnoreReason.NOT_A_VALIDATOR));
  }

  @Test
  void ignoresRepeatedMessagesAndSecondProposals() {
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "prevote 0 V from a");

    assertThat(b.on("prevote 0 V from a")).containsExactly("ignored DUPLICATE");
    assertThat(b.on("proposal 0 V valid")).containsExactly("ignored DUPLICATE");
    assertThat(b.on("proposal 0 W valid")).containsExactly("ignored SECOND_PROPOSAL");
  }

  @Test
  void keepsOneProposalOfAProposerForFarRounds() {
    Conversation d = Conversation.ofFour('d');
    d.on("start");

    assertThat(d.on("proposal 8 V")).isEmpty();
    assertThat(d.on("proposal 12 W")).isEmpty();
    assertThat(d.on("proposal 4 X")).containsExactly("ignored TOO_FAR_AHEAD");
    assertThat(d.on("prevote 12 nil from a b"))
        .containsExactly("schedule propose 12 in 7000 ms", "validate W");
  }

  @Test
  void keepsTheNearestOfManyProposersFarProposals() {
    String names = "abcdefghijklmnopqrstuvwxyz";
    long[] weights = new long[names.length()];
    Arrays.fill(weights, 1);
    ValidatorSet many = Fixtures.validators(names, weights);
    ProposerSchedule schedule = new ProposerSchedule(many);
    EpochConsensus consensus =
        EpochConsensus.fresh(Fixtures.account('a'), Fixtures.EPOCH, many, Timeouts.STANDARD);
    consensus.step(new Event.Start());

    for (int round = 25; round >= 2; round--) {
      AccountId proposer = schedule.proposer(Fixtures.EPOCH, round);
      Bytes32 value = Bytes32.leftPad(Bytes.of(round));
      consensus.step(
          new Event.ProposalReceived(
              new Proposal(Fixtures.EPOCH, round, value, Proposal.FRESH, proposer),
              Validity.PENDING));
    }

    assertThat(consensus.proposals())
        .extracting(Proposal::round)
        .containsExactlyElementsOf(
            IntStream.range(2, 2 + ConsensusLimits.FAR_PROPOSALS_MAX).boxed().toList());
    assertThat(consensus.liveValues()).hasSize(ConsensusLimits.FAR_PROPOSALS_MAX);
  }

  @Test
  void anEquivocatorCountsForEachOfItsValuesButOnceAmongAny() {
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid");

    assertThat(b.on("prevote 0 W from d")).isEmpty();
    assertThat(b.on("prevote 0 V from d"))
        .containsExactly("evidence d against prevote 0 W: prevote 0 V");
    assertThat(b.on("prevote 0 V from a")).containsExactly("sign precommit 0 V");
  }

  @Test
  void keepsAThirdContradictionOnlyForAValueWithHonestVoters() {
    Conversation b = Conversation.ofFour('b');
    b.on("start", "timeout propose 0", "prevote 0 W from d", "prevote 0 X from d");

    assertThat(b.on("prevote 0 V from d")).containsExactly("ignored TOO_MANY_CONFLICTS");
    b.on("prevote 0 V from a c");
    assertThat(b.on("prevote 0 V from d")).containsExactly("validate V");
  }

  @Test
  void reportsNoEvidenceAgainstARepeatedVoteWithAnotherSignature() {
    EpochConsensus consensus = fresh('b');
    SignedVote vote = Fixtures.vote(VoteType.PREVOTE, 0, "V", 'a');
    SignedVote other = Fixtures.vote(VoteType.PREVOTE, 0, "W", 'a');
    consensus.step(new Event.VoteReceived(vote));

    assertThat(
            consensus.step(new Event.VoteReceived(new SignedVote(vote.vote(), other.signature()))))
        .containsExactly(new Output.Ignored(IgnoreReason.DUPLICATE));
    assertThat(consensus.step(new Event.VoteReceived(other)))
        .containsExactly(new Output.Evidence(new Equivocation(vote, other)));
  }

  @Test
  void latePrecommitsForTheDecidedValueJoinTheCertificate() {
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "prevote 0 V from a c");
    assertThat(b.on("late")).isEmpty();
    b.on("precommit 0 V from d c");

    assertThat(b.on("late")).containsExactly("V in round 0 by b c d");
    assertThat(b.on("precommit 0 V from a")).isEmpty();
    assertThat(b.on("late")).containsExactly("V in round 0 by a b c d");
  }

  @Test
  void latePrecommitsOfOtherRoundsStayOut() {
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "precommit 0 V from a c d");

    b.on("precommit 1 V from a", "precommit 0 nil from b");

    assertThat(b.on("late")).containsExactly("V in round 0 by a c d");
  }

  @Test
  void aRestartedValidatorSignsNoSecondPrevote() {
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "restart");

    assertThat(b.on("proposal 0 W valid")).isEmpty();
    assertThat(b.on("timeout propose 0")).containsExactly("ignored STALE");
  }

  @Test
  void aRestartedValidatorGoesOnFromItsPrevote() {
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "restart");

    assertThat(b.on("prevote 0 V from a c"))
        .containsExactly("validate V", "schedule prevote 0 in 500 ms");
    assertThat(b.on("validated V true")).containsExactly("sign precommit 0 V");
  }

  @Test
  void aRestartedValidatorKeepsItsLock() {
    Conversation d = Conversation.ofFour('d');
    d.on("start", "proposal 0 V valid", "prevote 0 V from a c", "restart");
    d.on("precommit 0 nil from a b", "timeout precommit 0");

    assertThat(d.on("proposal 1 W valid")).containsExactly("sign prevote 1 nil");
  }

  @Test
  void aRestartedValidatorPrevotesItsLockedValueAgain() { // line 28, with prevotes from its disk
    Conversation d = Conversation.ofFour('d');
    d.on("start", "proposal 0 V valid", "prevote 0 V from a c", "restart");
    d.on("precommit 0 nil from a b", "timeout precommit 0");

    assertThat(d.on("proposal 1 V pol 0 valid")).containsExactly("sign prevote 1 V");
  }

  @Test
  void aRestartedProposerProposesTheSameAgain() {
    Conversation a = Conversation.ofFour('a');
    a.on("start", "built 0 V");

    assertThat(a.on("restart")).containsExactly("propose 0 V");
    assertThat(a.on("built 0 W")).containsExactly("ignored STALE");
  }

  @Test
  void anEchoOfAForgottenVoteBindsToo() {
    Conversation b = Conversation.ofFour('b');
    b.on("start", "prevote 0 W from b");

    assertThat(b.on("proposal 0 V valid")).isEmpty();
  }

  @Test
  void refusesALogThatContradictsItselfOrIsNotOurs() {
    SignedVote vote = Fixtures.vote(VoteType.PREVOTE, 0, "V", 'b');

    assertThatThrownBy(
            () -> restored('b', List.of(vote, Fixtures.vote(VoteType.PREVOTE, 0, "W", 'b'))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> restored('a', List.of(vote)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(restored('b', List.of(vote, vote)).round()).isZero();
  }

  @Test
  void refusesTheCallersBugs() {
    EpochConsensus consensus = fresh('b');
    consensus.step(new Event.Start());
    consensus.step(
        new Event.ProposalReceived(
            new Proposal(
                Fixtures.EPOCH, 2, Fixtures.value('V'), Proposal.FRESH, Fixtures.account('c')),
            Validity.VALID));

    assertThatThrownBy(() -> consensus.step(new Event.Start()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> consensus.step(new Event.ProposalValidated(Fixtures.value('V'), false)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                consensus.step(
                    new Event.OwnVoteSigned(Fixtures.vote(VoteType.PREVOTE, 0, "V", 'b'))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rebroadcastsItsProposalTheProofOfLockAndTheVotesOfTwoRounds() {
    Conversation c = Conversation.ofFour('c');
    c.on("start", "proposal 0 V valid", "prevote 0 V from a b", "precommit 0 nil from a b");
    c.on("timeout precommit 0", "timeout propose 1", "precommit 1 nil from a b d");

    assertThat(c.on("timeout precommit 1")).contains("propose 2 V pol 0");
    assertThat(c.on("rebroadcast"))
        .containsExactly(
            "proposal 2 V pol 0",
            "prevote 0 V from a",
            "prevote 0 V from b",
            "prevote 0 V from c",
            "prevote 1 nil from c",
            "precommit 1 nil from a",
            "precommit 1 nil from b",
            "precommit 1 nil from d",
            "prevote 2 V from c");
  }

  @Test
  void rebroadcastsThePrecommitsOnceItHasDecided() {
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "prevote 0 V from a c", "precommit 0 V from c d");

    assertThat(b.on("rebroadcast"))
        .containsExactly("precommit 0 V from b", "precommit 0 V from c", "precommit 0 V from d");
  }

  @Test
  void timeoutsGrowWithTheRound() {
    assertThat(Timeouts.STANDARD.durationMs(TimeoutKind.PROPOSE, 3)).isEqualTo(2_500);
    assertThat(Timeouts.STANDARD.durationMs(TimeoutKind.PREVOTE, 3)).isEqualTo(1_250);
    assertThat(Timeouts.STANDARD.durationMs(TimeoutKind.PRECOMMIT, 0)).isEqualTo(500);
    assertThatThrownBy(() -> new Timeouts(-1, 0, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static EpochConsensus fresh(char self) {
    return restored(self, List.of());
  }

  private static EpochConsensus restored(char self, List<SignedVote> ownVotes) {
    return EpochConsensus.restored(
        Fixtures.account(self),
        Fixtures.EPOCH,
        Fixtures.FOUR,
        Timeouts.STANDARD,
        ownVotes,
        List.of(),
        List.of());
  }
}
