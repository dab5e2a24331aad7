package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.replica.OneReplica.only;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.consensus.VoteType;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.testing.TestSigner;
import org.datanet.protocol.wire.EpochBatch;
import org.junit.jupiter.api.Test;

/** What a replica does about epochs that others decided. */
class ReplicaCatchUpTest {

  @Test
  void takesADecidedEpochOfOthersWithoutAVote() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation transfer = replica.transfer(0, 1, 5);
    SignedProposal proposal = replica.dueProposal(List.of(transfer));

    List<Effect> effects =
        replica.take(
            new Input.EpochsArrived(List.of(replica.decided(proposal, List.of(transfer)))));

    assertThat(only(effects, Effect.Commit.class).operations()).containsExactly(transfer);
    assertThat(replica.votes(effects)).isEmpty();
  }

  @Test
  void asksAnotherPeerWhereADecidedEpochIsMadeUp() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedProposal proposal = replica.dueProposal(List.of());
    Input.Decided decided = replica.decided(proposal, List.of());
    Input.Decided forged =
        new Input.Decided(
            decided.batch().toBuilder().setTimestampMs(77).build(),
            decided.certificate(),
            List.of());

    List<Effect> effects = replica.take(new Input.EpochsArrived(List.of(forged)));

    assertThat(effects).containsExactly(new Effect.CatchUp(1));
    assertThat(replica.replica().standing().lastEpoch()).isZero();
  }

  @Test
  void catchesUpWhenItHearsOfALaterEpoch() {
    OneReplica replica = OneReplica.thatVotes().start();
    TestSigner other = replica.world().nodes().get(replica.others().getFirst());

    List<Effect> effects =
        replica.take(replica.vote(other, VoteType.PREVOTE, 9, 0, Optional.empty()));

    assertThat(effects).contains(new Effect.CatchUp(1));
  }

  @Test
  void stopsWithTheInputSavedWhereAQuorumDecidedWhatItCannotExecute() {
    OneReplica replica = OneReplica.thatVotes().start();
    SignedOperation tooMuch = replica.transfer(0, 1, Long.MAX_VALUE / 4);
    SignedProposal empty = replica.dueProposal(List.of());
    EpochBatch impossible =
        empty.batch().toBuilder()
            .setOperationIds(ByteString.copyFrom(tooMuch.id().digest().toArray()))
            .build();
    SignedProposal proposal =
        replica.sign(
            replica.proposer(1, 0),
            new Proposal(
                1, 0, BatchCodec.id(impossible), Proposal.FRESH, empty.proposal().proposer()),
            impossible);

    List<Effect> effects =
        replica.take(new Input.EpochsArrived(List.of(replica.decided(proposal, List.of(tooMuch)))));

    Effect.Halt halt = only(effects, Effect.Halt.class);
    assertThat(halt.what()).contains("epoch 1 is certified");
    assertThat(halt.input().orElseThrow().getBatch()).isEqualTo(impossible);
    assertThat(replica.take(new Input.Started())).isEmpty();
  }
}
