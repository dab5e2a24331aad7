package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.replica.OneReplica.all;
import static org.datanet.protocol.replica.OneReplica.only;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.consensus.ProposerSchedule;
import org.datanet.protocol.consensus.SignedVote;
import org.datanet.protocol.consensus.TimeoutKind;
import org.datanet.protocol.consensus.VoteType;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.testing.TestSigner;
import org.datanet.protocol.wire.EpochBatch;
import org.junit.jupiter.api.Test;

/** Which batches a replica holds, and which it hands to peers. docs/protocol.md §6, "Bounds". */
class ReplicaProposalsTest {

  private final OneReplica replica = OneReplica.thatVotes().start();

  @Test
  void holdsOneBatchHoweverManyFarRoundsAValidatorProposesFor() {
    int faulty = replica.others().getFirst();
    List<SignedProposal> flood = fresh(faulty, 2, 40_000);

    List<Effect> effects = new ArrayList<>();
    flood.forEach(proposal -> effects.addAll(replica.propose(proposal)));

    assertThat(flood).hasSizeGreaterThan(9_000);
    assertThat(replica.replica().batchesHeld()).isEqualTo(1);
    assertThat(all(effects, Effect.Answer.class))
        .as("who is not in that round does not pass it on")
        .noneMatch(answer -> answer.admission() instanceof Admission.Accepted);
  }

  @Test
  void letsGoOfTheBatchesOfPastRounds() {
    for (int round = 0; round < 40; round++) {
      proposeFresh(round);
      failRound(round);
    }

    assertThat(replica.replica().batchesHeld()).isLessThanOrEqualTo(2);
  }

  @Test
  void decidesABatchThatItLetGoOfOnceItIsBroughtAgain() {
    SignedProposal first = proposeFresh(0);
    failRound(0);
    for (int round = 1; round < 4; round++) {
      failRound(round);
    }
    List<SignedProposal> held = proposalsInRoundState();

    List<Effect> quorum = new ArrayList<>();
    for (int other : replica.others()) {
      quorum.addAll(replica.vote(other, VoteType.PRECOMMIT, 0, first.proposal().valueId()));
    }
    List<Effect> after = replica.propose(first);

    assertThat(held).doesNotContain(first);
    assertThat(quorum).contains(new Effect.FetchRoundState(1));
    assertThat(only(after, Effect.Commit.class).batchId()).isEqualTo(first.proposal().valueId());
  }

  @Test
  void givesPeersTheProposalOfTheRoundAlsoWhereItsBatchIsOlder() {
    SignedProposal first = lockOn(proposeFresh(0));
    SignedProposal again = reproposed(first, 1);
    replica.propose(again);

    assertThat(proposalsInRoundState()).contains(again);
  }

  @Test
  void givesPeersTheBatchThatItIsLockedOnInEveryLaterRound() {
    SignedProposal first = lockOn(proposeFresh(0));
    for (int round = 1; round < 6; round++) {
      failRound(round);
    }

    assertThat(proposalsInRoundState())
        .extracting(proposal -> proposal.proposal().valueId())
        .containsOnly(first.proposal().valueId());
  }

  @Test
  void givesPeersOfTheLastEpochTheBatchThatWasDecided() {
    SignedProposal first = replica.dueProposal(List.of());
    replica.propose(first);
    replica.decide(first.proposal().valueId());

    assertThat(proposals(replica.replica().roundState(1))).containsExactly(first);
  }

  @Test
  void givesPeersABatchThatItKnowsFromAFarRoundLast() {
    SignedProposal far = fresh(replica.others().getFirst(), 8, 12).getFirst();
    SignedProposal due = proposeFresh(0);

    replica.propose(far);

    assertThat(proposalsInRoundState()).containsExactly(due, far);
  }

  // --- what the others do

  /** Fresh proposals of one validator for all rounds from the first that are its turn. */
  private List<SignedProposal> fresh(int by, int firstRound, int lastRound) {
    AccountId proposer = replica.world().nodes().get(by).account();
    ProposerSchedule schedule = new ProposerSchedule(replica.disk().chain().validators(1));
    EpochBatch any = replica.proposal(by, 0, List.of()).batch();
    return IntStream.rangeClosed(firstRound, lastRound)
        .filter(round -> schedule.proposer(1, round).equals(proposer))
        .mapToObj(
            round -> {
              EpochBatch batch = any.toBuilder().setOriginRound(round).build();
              return replica.sign(by, claim(batch, round, Proposal.FRESH, proposer), batch);
            })
        .toList();
  }

  private SignedProposal proposeFresh(int round) {
    SignedProposal proposal = fresh(replica.proposer(1, round), round, round).getFirst();
    replica.propose(proposal);
    return proposal;
  }

  private SignedProposal reproposed(SignedProposal first, int round) {
    int by = replica.proposer(1, round);
    AccountId proposer = replica.world().nodes().get(by).account();
    return replica.sign(by, claim(first.batch(), round, 0, proposer), first.batch());
  }

  private static Proposal claim(EpochBatch batch, int round, int validRound, AccountId proposer) {
    return new Proposal(1, round, BatchCodec.id(batch), validRound, proposer);
  }

  /** All prevote the batch in round 0, so that the replica locks on it, and nobody else does. */
  private SignedProposal lockOn(SignedProposal proposal) {
    Bytes32 value = proposal.proposal().valueId();
    for (int other : replica.others()) {
      replica.vote(other, VoteType.PREVOTE, 0, value);
    }
    for (int other : replica.others()) {
      replica.take(nil(other, VoteType.PRECOMMIT, 0));
    }
    replica.take(new Input.TimerElapsed(new Timer.Round(1, 0, TimeoutKind.PRECOMMIT)));
    assertThat(replica.replica().standing().round()).isEqualTo(1);
    return proposal;
  }

  private void failRound(int round) {
    for (VoteType type : VoteType.values()) {
      replica.others().forEach(other -> replica.take(nil(other, type, round)));
    }
    replica.take(new Input.TimerElapsed(new Timer.Round(1, round, TimeoutKind.PRECOMMIT)));
    assertThat(replica.replica().standing().round()).isEqualTo(round + 1);
  }

  private SignedVote nil(int by, VoteType type, int round) {
    TestSigner signer = replica.world().nodes().get(by);
    return replica.vote(signer, type, 1, round, Optional.empty());
  }

  private List<SignedProposal> proposalsInRoundState() {
    return proposals(replica.replica().roundState(1));
  }

  private List<SignedProposal> proposals(List<Bytes> messages) {
    return messages.stream()
        .map(replica.world()::received)
        .flatMap(
            message ->
                message instanceof ConsensusCodec.Message.OfProposal(SignedProposal proposal)
                    ? Stream.of(proposal)
                    : Stream.empty())
        .toList();
  }
}
