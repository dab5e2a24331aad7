package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.replica.OneReplica.all;
import static org.datanet.protocol.replica.OneReplica.only;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.consensus.Vote;
import org.datanet.protocol.operation.Operation;
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

/** What a replica does about contents, as a validator and as a proposer. */
class ReplicaContentTest {

  private static final ContentFeatures FEATURES =
      ContentFeatures.newBuilder().setSizeBytes(Epochs.CONTENT.length).setTokens(5).build();

  @Test
  void fetchesContentsThatABatchOpensAndThenJudges() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation opening = Epochs.sealedRecord(replica);
    WantedContent wanted = WantedContent.of(opening).orElseThrow();
    assertThat(replica.hear(opening)).isInstanceOf(Admission.Accepted.class);

    long epoch = replica.disk().lastEpoch() + 1;
    SignedProposal proposal =
        replica.proposal(
            replica.proposer(epoch, 0),
            0,
            List.of(opening),
            Map.of(wanted, FEATURES),
            batch -> batch);
    List<Effect> before = replica.propose(proposal);
    List<Effect> after = replica.take(new Input.ContentReady(wanted, FEATURES));

    assertThat(only(before, Effect.FetchContent.class).contents()).containsExactly(wanted);
    assertThat(replica.votes(before)).isEmpty();
    assertThat(replica.votes(after))
        .extracting(Vote::valueId)
        .containsExactly(Optional.of(proposal.proposal().valueId()));
  }

  @Test
  void prevotesNilWhereTheBatchStatesOtherFeaturesThanTheContentHas() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation opening = Epochs.sealedRecord(replica);
    WantedContent wanted = WantedContent.of(opening).orElseThrow();
    replica.hear(opening);
    replica.take(new Input.ContentReady(wanted, FEATURES));

    long epoch = replica.disk().lastEpoch() + 1;
    ContentFeatures better = FEATURES.toBuilder().setTokens(6).build();
    List<Effect> effects =
        replica.propose(
            replica.proposal(
                replica.proposer(epoch, 0),
                0,
                List.of(opening),
                Map.of(wanted, better),
                batch -> batch));

    assertThat(replica.votes(effects)).hasSize(1).allMatch(Vote::isNil);
  }

  @Test
  void dropsOpeningsWhoseContentCanNeverDo() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation opening = Epochs.sealedRecord(replica);
    replica.hear(opening);

    List<Effect> effects =
        replica.take(
            new Input.ContentRefused(
                WantedContent.of(opening).orElseThrow(), Refusal.of(Reason.CONTENT_MISMATCH)));

    Effect.Dropped dropped = only(effects, Effect.DropOperations.class).dropped().getFirst();
    assertThat(dropped.id()).isEqualTo(opening.id());
    assertThat(dropped.refusal().reason()).isEqualTo(Reason.CONTENT_MISMATCH);
    assertThat(replica.replica().pooled(opening.id())).isEmpty();
  }

  @Test
  void proposesWhatWaitsAndPrevotesItself() {
    OneReplica replica = OneReplica.thatProposes();
    replica.take(new Input.Started());
    SignedOperation transfer = replica.transfer(0, 1, 5);
    replica.submit(transfer);

    List<Effect> effects = replica.beginEpoch();

    SignedProposal proposal = replica.proposals(effects).getFirst();
    assertThat(ClusterWorld.ids(Bytes.wrap(proposal.batch().getOperationIds().toByteArray())))
        .containsExactly(Bytes32.wrap(transfer.id().digest()));
    assertThat(replica.votes(effects))
        .extracting(Vote::valueId)
        .containsExactly(Optional.of(proposal.proposal().valueId()));
  }

  @Test
  void leavesOpeningsOutWhoseContentItDoesNotHold() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation opening = Epochs.sealedRecord(replica);
    replica.hear(opening);
    Epochs.closeUntilItProposes(replica);

    SignedProposal own = replica.proposals(replica.effects()).getLast();

    assertThat(own.batch().getOperationIds()).isEmpty();
  }

  @Test
  void waitsTheShortestEpochAfterADecisionBeforeTheNextBegins() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedProposal proposal = replica.dueProposal(List.of());
    replica.propose(proposal);

    List<Effect> effects = replica.decide(proposal.proposal().valueId());

    assertThat(effects)
        .contains(new Effect.SetTimer(new Timer.Start(2), ClusterWorld.MIN_EPOCH_MS));
    assertThat(replica.replica().standing().lastEpoch()).isEqualTo(1);
  }

  @Test
  void asksForNoContentThatNobodyHasCommittedTo() {
    OneReplica replica = OneReplica.thatVotes().start();
    Bytes32 datanet = Epochs.datanet(replica);
    SignedOperation free = Epochs.opening(replica, TestSigner.of(70_000), datanet);

    Admission admission = replica.hear(free);
    for (int i = 0; i <= ReplicaLimits.POOL_PATIENCE_EPOCHS; i++) {
      Epochs.close(replica, List.of());
    }

    assertThat(admission).isInstanceOf(Admission.Accepted.class);
    assertThat(all(replica.effects(), Effect.FetchContent.class)).isEmpty();
    assertThat(replica.replica().pooled(free.id())).isEmpty();
  }

  @Test
  void asksForTheContentOfAnOpeningThatCameBeforeItsCommitmentWasDecidedHere() {
    OneReplica replica = OneReplica.thatVotes().start();
    Bytes32 datanet = Epochs.datanet(replica);
    SignedOperation opening = Epochs.opening(replica, Epochs.author(replica), datanet);
    replica.hear(opening);
    List<Effect> before = List.copyOf(replica.effects());

    Epochs.closeWith(replica, Epochs.commitment(replica, datanet, 2));

    assertThat(all(before, Effect.FetchContent.class)).isEmpty();
    assertThat(only(replica.effects(), Effect.FetchContent.class).contents())
        .containsExactly(WantedContent.of(opening).orElseThrow());
  }

  @Test
  void asksAfterARestartForTheContentsThatWereCommittedToAndForNoOthers() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation opening = Epochs.sealedRecord(replica);
    Operation.Contribute content = (Operation.Contribute) opening.operation();
    replica.hear(opening);
    replica.hear(Epochs.opening(replica, TestSigner.of(70_000), content.datanet()));

    replica.restart();

    assertThat(only(replica.effects(), Effect.FetchContent.class).contents())
        .containsExactly(WantedContent.of(opening).orElseThrow());
  }

  @Test
  void prevotesNilForABatchThatOpensWhatNobodyCommittedToAndFetchesNothing() {
    OneReplica replica = OneReplica.thatVotes().start();
    Bytes32 datanet = Epochs.datanet(replica);
    SignedOperation free = Epochs.opening(replica, TestSigner.of(70_000), datanet);
    replica.hear(free);
    EpochBatch batch =
        replica.dueProposal(List.of()).batch().toBuilder()
            .setOperationIds(WireBytes.toWire(free.id().digest()))
            .addFeatures(FEATURES)
            .build();
    int proposer = replica.proposer(batch.getEpoch(), 0);
    Proposal claim =
        new Proposal(
            batch.getEpoch(),
            0,
            BatchCodec.id(batch),
            Proposal.FRESH,
            replica.world().nodes().get(proposer).account());

    List<Effect> effects = replica.propose(replica.sign(proposer, claim, batch));

    assertThat(proposer).isNotEqualTo(replica.index());
    assertThat(replica.votes(effects)).hasSize(1).allMatch(Vote::isNil);
    assertThat(all(effects, Effect.FetchContent.class)).isEmpty();
  }

  @Test
  void letsGoOfAContentThatIsNotWhatItsOpeningSays() {
    OneReplica replica = OneReplica.thatVotes().start();
    WantedContent wanted = WantedContent.of(Epochs.sealedRecord(replica)).orElseThrow();
    replica.hear(Epochs.opening(replica, Epochs.author(replica), wanted.datanet()));

    List<Effect> effects =
        replica.take(new Input.ContentRefused(wanted, Refusal.of(Reason.CONTENT_MISMATCH)));

    assertThat(effects).contains(new Effect.ForgetContents(List.of(wanted.cid())));
  }

  @Test
  void letsGoOfAContentWhoseOpeningGotTooOldAndOfOneThatComesAfterwards() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation opening = Epochs.sealedRecord(replica);
    WantedContent wanted = WantedContent.of(opening).orElseThrow();
    replica.hear(opening);
    while (replica.replica().pooled(opening.id()).isPresent()) {
      Epochs.close(replica, List.of());
    }
    List<Effect> dropped = List.copyOf(replica.effects());

    List<Effect> late = replica.take(new Input.ContentReady(wanted, FEATURES));

    Effect forget = new Effect.ForgetContents(List.of(wanted.cid()));
    assertThat(dropped).contains(forget);
    assertThat(late).containsExactly(forget);
  }

  @Test
  void keepsAContentThatAnotherOpeningStillNames() {
    OneReplica replica = OneReplica.thatVotes().start();
    WantedContent wanted = WantedContent.of(Epochs.sealedRecord(replica)).orElseThrow();
    SignedOperation first = Epochs.opening(replica, Epochs.author(replica), wanted.datanet());
    SignedOperation second = Epochs.opening(replica, TestSigner.of(70_000), Fixtures.hash(0x77));
    replica.hear(first);
    replica.hear(second);

    List<Effect> effects =
        replica.take(new Input.ContentRefused(wanted, Refusal.of(Reason.CONTENT_MISMATCH)));

    assertThat(replica.replica().pooled(first.id())).isEmpty();
    assertThat(all(effects, Effect.ForgetContents.class)).isEmpty();
  }

  @Test
  void keepsTheContentOfARecord() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation opening = Epochs.sealedRecord(replica);
    WantedContent wanted = WantedContent.of(opening).orElseThrow();
    replica.hear(opening);
    replica.take(new Input.ContentReady(wanted, FEATURES));
    SignedProposal proposal =
        replica.proposal(
            replica.proposer(replica.disk().lastEpoch() + 1, 0),
            0,
            List.of(opening),
            Map.of(wanted, FEATURES),
            batch -> batch);

    List<Effect> effects =
        replica.take(new Input.EpochsArrived(List.of(replica.decided(proposal, List.of(opening)))));

    assertThat(only(effects, Effect.Commit.class).operations()).containsExactly(opening);
    assertThat(all(effects, Effect.ForgetContents.class)).isEmpty();
  }
}
