package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.replica.OneReplica.only;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Vote;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.wire.ContentFeatures;
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
}
