package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.datanet.protocol.replica.OneReplica.all;
import static org.datanet.protocol.replica.OneReplica.only;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.consensus.TimeoutKind;
import org.datanet.protocol.consensus.Vote;
import org.datanet.protocol.consensus.VoteType;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.testing.Fixtures;
import org.datanet.protocol.testing.TestSigner;
import org.datanet.protocol.wire.ContentFeatures;
import org.datanet.protocol.wire.EpochBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One replica, input by input: docs/protocol.md §6 from the side of a validator. */
class ReplicaTest {

  private static final ContentFeatures FEATURES =
      ContentFeatures.newBuilder().setSizeBytes(Epochs.CONTENT.length).setTokens(5).build();

  @Test
  void prevotesABatchThatItExecutesToTheSameResult() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation transfer = replica.transfer(0, 1, 5);
    replica.hear(transfer);

    SignedProposal proposal = replica.dueProposal(List.of(transfer));
    List<Effect> effects = replica.propose(proposal);

    assertThat(replica.votes(effects))
        .extracting(Vote::type, Vote::valueId)
        .containsExactly(tuple(VoteType.PREVOTE, Optional.of(proposal.proposal().valueId())));
    assertThat(only(effects, Effect.OfferTables.class).batchId())
        .isEqualTo(proposal.proposal().valueId());
  }

  @Test
  void hasEveryVoteOnDiskBeforeItIsSent() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedProposal proposal = replica.dueProposal(List.of());

    replica.propose(proposal);
    replica.decide(proposal.proposal().valueId());

    List<Effect> effects = replica.effects();
    List<Effect.PublishConsensus> published = all(effects, Effect.PublishConsensus.class);
    assertThat(published).hasSizeGreaterThanOrEqualTo(2);
    for (Effect.PublishConsensus each : published) {
      Effect stored = new Effect.StoreVote(1, each.message());
      assertThat(effects.indexOf(stored)).isBetween(0, effects.indexOf(each));
    }
  }

  static Stream<Arguments> wrongBatches() {
    ByteString wrong = ByteString.copyFrom(Fixtures.hash(0x66).toArray());
    return Stream.of(
        wrongBatch("state digest", true, batch -> batch.setStateDigest(wrong)),
        wrongBatch("attribution root", true, batch -> batch.setAttributionRoot(wrong)),
        wrongBatch("reward root", true, batch -> batch.setRewardRoot(wrong)),
        wrongBatch("next validators", true, batch -> batch.setNextValidatorsHash(wrong)),
        wrongBatch("beacon layer", false, batch -> batch.setBeaconLayer(wrong)),
        wrongBatch("network", false, batch -> batch.setNetworkId(wrong)),
        wrongBatch("features", false, batch -> batch.addFeatures(FEATURES)));
  }

  private static Arguments wrongBatch(
      String what, boolean executes, UnaryOperator<EpochBatch.Builder> change) {
    return Arguments.of(what, executes, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongBatches")
  void prevotesNilForABatchThatIsNotWhatItClaims(
      String what, boolean executes, UnaryOperator<EpochBatch.Builder> change) {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation transfer = replica.transfer(0, 1, 5);
    replica.hear(transfer);

    int proposer = replica.proposer(1, 0);
    SignedProposal proposal = replica.proposal(proposer, 0, List.of(transfer), Map.of(), change);
    List<Effect> effects = replica.propose(proposal);

    assertThat(replica.votes(effects)).hasSize(1).allMatch(Vote::isNil);
    assertThat(all(effects, Effect.FetchTables.class))
        .hasSize(executes ? 1 : 0)
        .allMatch(fetch -> fetch.from().equals(proposal.proposal().proposer()));
  }

  @Test
  void prevotesNilForACertificateOfAnotherBatch() {
    OneReplica replica = Epochs.afterTheFirst();
    ByteString wrong = ByteString.copyFrom(Fixtures.hash(0x66).toArray());

    int proposer = replica.proposer(2, 0);
    List<Effect> effects =
        replica.propose(
            replica.proposal(
                proposer,
                0,
                List.of(),
                Map.of(),
                batch -> {
                  batch.getPreviousCertificateBuilder().setBatchId(wrong);
                  return batch;
                }));

    assertThat(replica.votes(effects)).hasSize(1).allMatch(Vote::isNil);
  }

  @Test
  void prevotesNilWhereTheCertificateHasAForgedSignature() {
    OneReplica replica = Epochs.afterTheFirst();

    int proposer = replica.proposer(2, 0);
    List<Effect> effects =
        replica.propose(
            replica.proposal(
                proposer,
                0,
                List.of(),
                Map.of(),
                batch -> {
                  batch
                      .getPreviousCertificateBuilder()
                      .getSignaturesBuilder(0)
                      .setSignature(ByteString.copyFrom(new byte[64]));
                  return batch;
                }));

    assertThat(replica.votes(effects)).hasSize(1).allMatch(Vote::isNil);
  }

  @Test
  void prevotesNilForABatchThatTakesAnotherValidatorsTurn() {
    OneReplica replica = OneReplica.thatVotes().start();
    int due = replica.proposer(1, 0);
    int other = replica.others().stream().filter(i -> i != due).findFirst().orElseThrow();
    EpochBatch foreign = replica.proposal(other, 0, List.of()).batch();

    SignedProposal proposal =
        replica.sign(
            due,
            new Proposal(
                1,
                0,
                BatchCodec.id(foreign),
                Proposal.FRESH,
                replica.world().nodes().get(due).account()),
            foreign);
    Admission admission = only(replica.propose(proposal), Effect.Answer.class).admission();

    assertThat(refusal(admission).reason()).isEqualTo(Reason.BATCH_MALFORMED);
    assertThat(admission).isInstanceOf(Admission.Rejected.class);
  }

  @Test
  void rejectsAProposalByWhoseTurnItIsNot() {
    OneReplica replica = OneReplica.thatVotes().start();
    int other =
        replica.others().stream()
            .filter(i -> i != replica.proposer(1, 0))
            .findFirst()
            .orElseThrow();

    Admission admission =
        only(replica.propose(replica.proposal(other, 0, List.of())), Effect.Answer.class)
            .admission();

    assertThat(admission).isInstanceOf(Admission.Rejected.class);
    assertThat(refusal(admission).reason()).isEqualTo(Reason.NOT_THE_PROPOSER);
  }

  @Test
  void fetchesOperationsThatItLacksFromTheProposerAndThenJudges() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation known = replica.transfer(0, 1, 5);
    SignedOperation unknown = replica.transfer(1, 1, 6);
    replica.hear(known);

    SignedProposal proposal = replica.dueProposal(List.of(known, unknown));
    List<Effect> before = replica.propose(proposal);
    Bytes32 batchId = proposal.proposal().valueId();
    List<Effect> after = replica.take(new Input.OperationsArrived(batchId, List.of(unknown)));

    Effect.FetchOperations fetch = only(before, Effect.FetchOperations.class);
    assertThat(fetch.ids()).containsExactly(unknown.id());
    assertThat(fetch.preferred()).isEqualTo(proposal.proposal().proposer());
    assertThat(replica.votes(before)).isEmpty();
    assertThat(replica.votes(after))
        .extracting(Vote::valueId)
        .containsExactly(Optional.of(batchId));
  }

  @Test
  void takesOnlyTheOperationsThatABatchNames() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation wanted = replica.transfer(1, 1, 6);
    SignedOperation other = replica.transfer(1, 1, 7);

    SignedProposal proposal = replica.dueProposal(List.of(wanted));
    replica.propose(proposal);
    List<Effect> effects =
        replica.take(new Input.OperationsArrived(proposal.proposal().valueId(), List.of(other)));

    assertThat(replica.votes(effects)).isEmpty();
    assertThat(only(effects, Effect.FetchOperations.class).ids()).containsExactly(wanted.id());
  }

  @Test
  void prevotesNilWhenTheOperationsDoNotComeInTime() {
    OneReplica replica = OneReplica.thatVotes().start();
    replica.propose(replica.dueProposal(List.of(replica.transfer(1, 1, 6))));

    List<Effect> effects =
        replica.take(new Input.TimerElapsed(new Timer.Round(1, 0, TimeoutKind.PROPOSE)));

    assertThat(replica.votes(effects)).hasSize(1).allMatch(Vote::isNil);
  }

  @Test
  void rejectsAVoteOfWhoIsNoValidator() {
    OneReplica replica = OneReplica.thatVotes().start();
    TestSigner stranger = replica.world().users().getFirst();

    Admission admission =
        only(
                replica.take(replica.vote(stranger, VoteType.PREVOTE, 1, 0, Optional.empty())),
                Effect.Answer.class)
            .admission();

    assertThat(admission).isInstanceOf(Admission.Rejected.class);
    assertThat(refusal(admission).reason()).isEqualTo(Reason.NOT_A_VALIDATOR);
  }

  @Test
  void asksForTheProposalThatAQuorumVotedForAndItNeverSaw() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedProposal proposal = replica.dueProposal(List.of());
    Bytes32 batchId = proposal.proposal().valueId();

    List<Effect> effects = List.of();
    for (int other : replica.others()) {
      effects = replica.vote(other, VoteType.PRECOMMIT, 0, batchId);
    }
    List<Effect> after = replica.propose(proposal);

    assertThat(effects).contains(new Effect.FetchRoundState(1));
    assertThat(only(after, Effect.Commit.class).batchId()).isEqualTo(batchId);
  }

  @Test
  void creditsPrecommitsThatComeAfterTheDecision() {
    OneReplica replica = Epochs.afterTheFirst();
    int late = replica.others().get(2);
    Bytes32 first = replica.disk().chain().lastBatchId();

    replica.take(
        replica.vote(
            replica.world().nodes().get(late), VoteType.PRECOMMIT, 1, 0, Optional.of(first)));
    Epochs.passRoundsUntilItProposes(replica);

    EpochBatch own = replica.proposals(replica.effects()).getLast().batch();
    assertThat(own.getEpoch()).isEqualTo(2);
    assertThat(own.getPreviousCertificate().getSignaturesList())
        .extracting(signature -> WireBytes.account(signature.getValidator()))
        .contains(replica.world().nodes().get(late).account())
        .hasSize(4);
  }

  @Test
  void keepsVotesForTheNextEpochUntilItGetsThere() {
    OneReplica ahead = Epochs.afterTheFirst();
    SignedProposal second = ahead.dueProposal(List.of());
    Bytes32 batchId = second.proposal().valueId();

    OneReplica replica = OneReplica.thatVotes().start();
    for (int other : replica.others()) {
      TestSigner by = replica.world().nodes().get(other);
      replica.take(replica.vote(by, VoteType.PRECOMMIT, 2, 0, Optional.of(batchId)));
    }
    SignedProposal first = replica.dueProposal(List.of());
    replica.propose(first);
    replica.decide(first.proposal().valueId());
    List<Effect> effects = replica.beginEpoch();

    assertThat(effects).contains(new Effect.FetchRoundState(2));
  }

  @Test
  void keepsNoVotesOfStrangersForTheNextEpoch() {
    OneReplica replica = OneReplica.thatVotes().start();
    for (int i = 0; i < 1_100; i++) {
      TestSigner stranger = TestSigner.of(50_000 + i);
      replica.take(replica.vote(stranger, VoteType.PREVOTE, 2, 0, Optional.empty()));
    }
    Bytes32 batchId = Fixtures.hash(0x31);
    for (int other : replica.others()) {
      TestSigner by = replica.world().nodes().get(other);
      replica.take(replica.vote(by, VoteType.PRECOMMIT, 2, 0, Optional.of(batchId)));
    }

    SignedProposal first = replica.dueProposal(List.of());
    replica.propose(first);
    replica.decide(first.proposal().valueId());
    List<Effect> effects = replica.beginEpoch();

    assertThat(effects).contains(new Effect.FetchRoundState(2));
  }

  @Test
  void saysAfterARestartOnlyWhatItSaidBefore() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedProposal first = replica.dueProposal(List.of());
    SignedOperation transfer = replica.transfer(0, 1, 5);
    replica.hear(transfer);
    List<Effect> before = replica.propose(first);

    replica.restart();
    SignedProposal other = replica.dueProposal(List.of(transfer));
    replica.propose(other);
    replica.take(new Input.TimerElapsed(new Timer.Round(1, 0, TimeoutKind.PROPOSE)));

    assertThat(other.proposal().valueId()).isNotEqualTo(first.proposal().valueId());
    assertThat(replica.votes(before)).hasSize(1);
    assertThat(replica.votes(replica.effects()))
        .filteredOn(vote -> vote.type() == VoteType.PREVOTE && vote.round() == 0)
        .allMatch(vote -> vote.valueId().equals(replica.votes(before).getFirst().valueId()));
  }

  @Test
  void takesNothingBeforeWhatItSaidWasRecovered() {
    OneReplica replica = OneReplica.thatVotes();
    Input epochs = new Input.EpochsArrived(List.of());

    assertThatThrownBy(() -> replica.take(epochs)).isInstanceOf(IllegalStateException.class);
    replica.start();

    assertThatThrownBy(() -> replica.take(new Input.VotesRecovered(List.of())))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Refusal refusal(Admission admission) {
    return switch (admission) {
      case Admission.Accepted accepted -> throw new AssertionError("accepted");
      case Admission.Ignored ignored -> ignored.refusal();
      case Admission.Rejected rejected -> rejected.refusal();
    };
  }
}
