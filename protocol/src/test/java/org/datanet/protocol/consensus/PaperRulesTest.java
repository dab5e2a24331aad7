package org.datanet.protocol.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * One test for each line of Algorithm 1 that can be seen from outside; four validators of weight 1,
 * f = 1.
 */
class PaperRulesTest {

  @Test
  void startsInRoundZeroWithAProposeTimeout() { // lines 10-13, 20-21
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start")).containsExactly("schedule propose 0 in 1000 ms");
  }

  @Test
  void asksForAFreshValueWhenItIsTheProposerAndKnowsNoValidOne() { // lines 14, 18
    Conversation a = Conversation.ofFour('a');

    assertThat(a.on("start")).containsExactly("schedule propose 0 in 1000 ms", "build 0");
  }

  @Test
  void proposesTheBuiltValueAndPrevotesIt() { // lines 19, 22-24
    Conversation a = Conversation.ofFour('a');

    assertThat(a.on("start", "built 0 V")).containsExactly("propose 0 V", "sign prevote 0 V");
  }

  @Test
  void dropsAValueThatIsBuiltAfterItsRound() { // lines 18-19
    Conversation a = Conversation.ofFour('a');

    assertThat(a.on("start", "timeout propose 0", "built 0 V")).containsExactly("ignored STALE");
  }

  @Test
  void proposesItsValidValueWithItsRoundWhenItBecomesProposer() { // lines 15-16, 19
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "prevote 0 V from a c");

    assertThat(b.on("precommit 0 nil from a c", "timeout precommit 0"))
        .containsExactly("schedule propose 1 in 1500 ms", "propose 1 V pol 0", "sign prevote 1 V");
  }

  @Test
  void prevotesAValidFreshProposal() { // lines 22-24
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start", "proposal 0 V valid")).containsExactly("sign prevote 0 V");
  }

  @Test
  void prevotesNilForAnInvalidFreshProposal() { // lines 23, 25-26
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start", "proposal 0 V invalid")).containsExactly("sign prevote 0 nil");
  }

  @Test
  void prevotesNilForAFreshProposalThatItsLockForbidsWithoutJudgingIt() { // lines 23, 25-26
    Conversation d = lockedOnVInRoundZero('d');

    assertThat(d.on("proposal 1 W")).containsExactly("sign prevote 1 nil");
  }

  @Test
  void prevotesAFreshProposalOfTheValueItIsLockedOn() { // line 23
    Conversation d = lockedOnVInRoundZero('d');

    assertThat(d.on("proposal 1 V")).containsExactly("sign prevote 1 V");
  }

  @Test
  void ignoresAProposalOfSomebodyWhoseTurnItIsNot() { // line 22
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start", "proposal 0 V by c valid"))
        .containsExactly("ignored NOT_THE_PROPOSER");
  }

  @Test
  void prevotesOnlyOncePerRound() { // lines 22, 27
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start", "timeout propose 0", "proposal 0 V valid")).isEmpty();
  }

  @Test
  void waitsForTheVerdictAndPrevotesWhenItComes() { // line 23
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start", "proposal 0 V")).containsExactly("validate V");
    assertThat(b.on("validated V true")).containsExactly("sign prevote 0 V");
  }

  @Test
  void prevotesNilByTimeoutWhileTheVerdictIsPending() { // lines 23, 57-59
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start", "proposal 0 V", "timeout propose 0"))
        .containsExactly("sign prevote 0 nil");
  }

  @Test
  void waitsForTheProofOfLockOfAReproposal() { // line 28
    Conversation d = inRoundOneWithoutLock('d');

    assertThat(d.on("proposal 1 V pol 0 valid")).isEmpty();
    assertThat(d.on("prevote 0 V from a b c")).containsExactly("sign prevote 1 V"); // 29-30
  }

  @Test
  void prevotesNilForAnInvalidReproposal() { // lines 31-32
    Conversation d = inRoundOneWithoutLock('d');

    assertThat(d.on("prevote 0 V from a b c", "proposal 1 V pol 0 invalid"))
        .containsExactly("sign prevote 1 nil");
  }

  @Test
  void prevotesAReproposalFromALaterRoundThanItsLock() { // line 29, lockedRound <= vr
    Conversation d = lockedOnVInRoundZero('d');
    d.on("timeout propose 1", "prevote 1 W from a b c", "precommit 1 nil from a b c");
    d.on("timeout prevote 1", "timeout precommit 1");

    assertThat(d.on("proposal 2 W pol 1 valid")).containsExactly("sign prevote 2 W");
  }

  @Test
  void prevotesNilForAReproposalFromAnEarlierRoundThanItsLock() { // lines 29, 31-32
    Conversation d = inRoundOneWithoutLock('d');
    d.on("proposal 1 W valid", "prevote 1 W from a b", "precommit 1 nil from a b c");
    d.on("timeout precommit 1");

    assertThat(d.on("prevote 0 V from a b c", "proposal 2 V pol 0 valid"))
        .containsExactly("sign prevote 2 nil");
  }

  @Test
  void prevotesAnOlderReproposalOfTheValueItIsLockedOn() { // line 29, lockedValue = v
    Conversation d = inRoundOneWithoutLock('d');
    d.on("proposal 1 V valid", "prevote 1 V from a b", "precommit 1 nil from a b c");
    d.on("timeout precommit 1");

    assertThat(d.on("prevote 0 V from a b c", "proposal 2 V pol 0 valid"))
        .containsExactly("sign prevote 2 V");
  }

  @Test
  void schedulesThePrevoteTimeoutOnceOnAnyQuorumOfPrevotes() { // lines 34-35
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid");

    assertThat(b.on("prevote 0 nil from a")).isEmpty();
    assertThat(b.on("prevote 0 W from c")).containsExactly("schedule prevote 0 in 500 ms");
    assertThat(b.on("prevote 0 nil from d")).isEmpty();
  }

  @Test
  void doesNotCountPrevotesForTheTimeoutBeforeItHasPrevoted() { // line 34, step = prevote
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start", "prevote 0 nil from a c", "prevote 0 V from d")).isEmpty();
    assertThat(b.on("timeout propose 0"))
        .contains("sign prevote 0 nil", "schedule prevote 0 in 500 ms");
  }

  @Test
  void locksAndPrecommitsOnAQuorumOfPrevotes() { // lines 36-41
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid");

    assertThat(b.on("prevote 0 V from a c")).containsExactly("sign precommit 0 V");
  }

  @Test
  void takesAQuorumOfPrevotesForTheProposalItMissed() { // line 36
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start", "timeout propose 0", "prevote 0 V from a c d"))
        .containsExactly("schedule prevote 0 in 500 ms", "validate V");
    assertThat(b.on("validated V true")).containsExactly("sign precommit 0 V");
  }

  @Test
  void remembersTheValidValueOfAPolkaThatComesAfterItsPrecommit() { // lines 36, 42-43
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "prevote 0 nil from a", "prevote 0 V from c");
    b.on("timeout prevote 0");

    assertThat(b.on("prevote 0 V from d")).isEmpty();
    assertThat(b.on("precommit 0 nil from a c", "timeout precommit 0"))
        .contains("propose 1 V pol 0");
  }

  @Test
  void isNotLockedByAPolkaThatComesAfterItsPrecommit() { // line 37
    Conversation d = Conversation.ofFour('d');
    d.on("start", "proposal 0 V valid", "prevote 0 nil from a", "prevote 0 V from c");
    d.on("timeout prevote 0", "prevote 0 V from b");
    d.on("precommit 0 nil from a c", "timeout precommit 0");

    assertThat(d.on("proposal 1 W valid")).containsExactly("sign prevote 1 W");
  }

  @Test
  void doesNotLockOnAnInvalidValue() { // line 36, valid(v)
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start", "proposal 0 V invalid", "prevote 0 V from a c d"))
        .containsExactly("schedule prevote 0 in 500 ms");
  }

  @Test
  void precommitsNilOnAQuorumOfNilPrevotes() { // lines 44-46
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V invalid");

    assertThat(b.on("prevote 0 nil from a c")).containsExactly("sign precommit 0 nil");
  }

  @Test
  void schedulesThePrecommitTimeoutOnceInAnyStep() { // lines 47-48
    Conversation b = Conversation.ofFour('b');
    b.on("start");

    assertThat(b.on("precommit 0 nil from a c", "precommit 0 V from d"))
        .containsExactly("schedule precommit 0 in 500 ms");
    assertThat(b.on("timeout propose 0")).containsExactly("sign prevote 0 nil");
  }

  @Test
  void decidesOnAQuorumOfPrecommits() { // lines 49-51
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "prevote 0 V from a c");

    assertThat(b.on("precommit 0 V from a c")).containsExactly("decide V in round 0 by a b c");
  }

  @Test
  void decidesAValueOfAnEarlierRound() { // line 49, any r
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "prevote 0 V from a c", "precommit 0 nil from c");
    b.on("precommit 0 V from a", "timeout precommit 0");

    assertThat(b.on("precommit 0 V from d")).containsExactly("decide V in round 0 by a b d");
  }

  @Test
  void waitsWithTheDecisionUntilTheValueIsJudged() { // line 50
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start", "precommit 0 V from a c d"))
        .containsExactly("validate V", "schedule precommit 0 in 500 ms");
    assertThat(b.on("validated V true")).containsExactly("decide V in round 0 by a c d");
  }

  @Test
  void stopsRatherThanDecideACertifiedValueThatItFindsInvalid() { // line 50
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start", "proposal 0 V invalid", "precommit 0 V from a c d"))
        .contains("certified invalid V in round 0 by a c d");
    assertThat(b.on("prevote 0 nil from a c")).isEmpty();
  }

  @Test
  void decidesOnce() { // line 49, decision = nil
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "precommit 0 V from a c d");

    assertThat(b.on("precommit 1 V from a c d", "timeout precommit 0"))
        .containsExactly("ignored STALE");
  }

  @Test
  void skipsToARoundInWhichMoreThanAThirdHasVoted() { // lines 55-56
    Conversation b = Conversation.ofFour('b');
    b.on("start");

    assertThat(b.on("prevote 6 nil from a")).isEmpty();
    assertThat(b.on("precommit 6 V from c")).containsExactly("schedule propose 6 in 4000 ms");
  }

  @Test
  void prevotesNilWhenTheProposeTimeoutElapses() { // lines 57-60
    Conversation b = Conversation.ofFour('b');

    assertThat(b.on("start", "timeout propose 0")).containsExactly("sign prevote 0 nil");
  }

  @Test
  void ignoresAProposeTimeoutAfterItsPrevoteOrRound() { // line 58
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid");

    assertThat(b.on("timeout propose 0")).containsExactly("ignored STALE");
    assertThat(b.on("timeout propose 1")).containsExactly("ignored STALE");
  }

  @Test
  void precommitsNilWhenThePrevoteTimeoutElapses() { // lines 61-64
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "prevote 0 nil from a c");

    assertThat(b.on("timeout prevote 0")).containsExactly("sign precommit 0 nil");
  }

  @Test
  void ignoresAPrevoteTimeoutAfterItsPrecommit() { // line 62
    Conversation b = Conversation.ofFour('b');
    b.on("start", "proposal 0 V valid", "prevote 0 nil from a", "prevote 0 V from c d");

    assertThat(b.on("timeout prevote 0")).containsExactly("ignored STALE");
  }

  @Test
  void startsTheNextRoundWhenThePrecommitTimeoutElapses() { // lines 65-67
    Conversation c = Conversation.ofFour('c');
    c.on("start", "precommit 0 nil from a b d");

    assertThat(c.on("timeout precommit 0")).containsExactly("schedule propose 1 in 1500 ms");
  }

  @Test
  void ignoresAPrecommitTimeoutOfAnotherRound() { // line 66
    Conversation c = inRoundOneWithoutLock('c');

    assertThat(c.on("timeout precommit 0")).containsExactly("ignored STALE");
  }

  /** Precommitted V in round 0, came to round 1 by nil precommits of the others. */
  private static Conversation lockedOnVInRoundZero(char self) {
    Conversation conversation = Conversation.ofFour(self);
    conversation.on("start", "proposal 0 V valid", "prevote 0 V from a b c");
    conversation.on("precommit 0 nil from a b c", "timeout precommit 0");
    return conversation;
  }

  /** Saw nothing in round 0, came to round 1 by the precommit timeout. */
  private static Conversation inRoundOneWithoutLock(char self) {
    Conversation conversation = Conversation.ofFour(self);
    conversation.on("start", "timeout propose 0");
    for (String other : "abcd".replace(String.valueOf(self), "").split("")) {
      conversation.on("precommit 0 nil from " + other);
    }
    conversation.on("timeout precommit 0");
    return conversation;
  }
}
