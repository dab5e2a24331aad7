package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.replica.OneReplica.all;
import static org.datanet.protocol.replica.OneReplica.only;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.consensus.VoteType;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.testing.Fixtures;
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
    assertThat(replica.beginEpoch()).isEmpty();
  }

  @Test
  void takesPartInTheNextEpochWhereAnAnswerEndsInAForgedOne() {
    OneReplica replica = OneReplica.thatVotes().start();
    Input.Decided good = replica.decided(replica.dueProposal(List.of()), List.of());
    Input.Decided forged =
        new Input.Decided(
            good.batch().toBuilder().setEpoch(2).build(), good.certificate(), List.of());

    List<Effect> effects = replica.take(new Input.EpochsArrived(List.of(good, forged)));

    assertThat(replica.replica().standing().lastEpoch()).isEqualTo(1);
    assertThat(effects)
        .contains(
            new Effect.SetTimer(new Timer.Start(2), ClusterWorld.MIN_EPOCH_MS),
            new Effect.CatchUp(2));
  }

  @Test
  void asksNobodyForEpochsBecauseAStrangerSpeaksOfOne() {
    OneReplica replica = OneReplica.thatVotes().start();
    int observer = replica.world().nodes().size() - 1;
    TestSigner stranger = replica.world().nodes().get(observer);
    EpochBatch batch =
        replica.dueProposal(List.of()).batch().toBuilder()
            .setEpoch(9)
            .setProposer(WireBytes.toWire(stranger.account()))
            .build();
    Proposal claim = new Proposal(9, 0, BatchCodec.id(batch), Proposal.FRESH, stranger.account());

    List<Effect> effects = new ArrayList<>();
    effects.addAll(replica.take(replica.vote(stranger, VoteType.PREVOTE, 9, 0, Optional.empty())));
    effects.addAll(replica.propose(replica.sign(observer, claim, batch)));

    assertThat(all(effects, Effect.CatchUp.class)).isEmpty();
    assertThat(all(effects, Effect.Answer.class))
        .hasSize(2)
        .allMatch(answer -> answer.admission() instanceof Admission.Ignored);
  }

  @Test
  void rejectsAStrangersVoteForTheNextEpochWhoseValidatorsItKnows() {
    OneReplica replica = OneReplica.thatVotes().start();
    TestSigner stranger = replica.world().users().getFirst();

    List<Effect> effects =
        replica.take(replica.vote(stranger, VoteType.PREVOTE, 2, 0, Optional.empty()));

    assertThat(only(effects, Effect.Answer.class).admission())
        .isEqualTo(new Admission.Rejected(Refusal.of(Reason.NOT_A_VALIDATOR)));
  }

  @Test
  void keepsVotesForTheNextEpochWhileItCatchesUp() {
    OneReplica replica = OneReplica.thatVotes().start();
    votesOfOthers(replica, 2, 0);
    votesOfOthers(replica, 2, 1);
    replica.take(
        new Input.EpochsArrived(
            List.of(replica.decided(replica.dueProposal(List.of()), List.of()))));
    votesOfOthers(replica, 3, 0);
    SignedProposal second = replica.proposal(replica.proposer(2, 0), 0, List.of());
    replica.take(new Input.EpochsArrived(List.of(replica.decided(second, List.of()))));

    List<Effect> effects = replica.beginEpoch();

    assertThat(effects).contains(new Effect.FetchRoundState(3));
  }

  /** A prevote and a precommit of each for one value that the replica has not seen. */
  private static void votesOfOthers(OneReplica replica, long epoch, int round) {
    for (int other : replica.others()) {
      TestSigner by = replica.world().nodes().get(other);
      for (VoteType type : VoteType.values()) {
        replica.take(replica.vote(by, type, epoch, round, Optional.of(Fixtures.hash(0x31))));
      }
    }
  }
}
