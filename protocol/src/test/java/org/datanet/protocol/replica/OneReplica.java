package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.consensus.ProposerSchedule;
import org.datanet.protocol.consensus.SignedVote;
import org.datanet.protocol.consensus.Vote;
import org.datanet.protocol.consensus.VoteType;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.testing.TestSigner;
import org.datanet.protocol.wire.ContentFeatures;
import org.datanet.protocol.wire.EpochBatch;

/**
 * One replica among four validators whose parts the test plays: what they propose and sign is made
 * here from their own keys, and what the replica wants done is kept and, where it is a commit,
 * done.
 */
final class OneReplica {

  private static final int VALIDATORS = 4;

  private final ClusterWorld world = ClusterWorld.of(VALIDATORS, 1, 6);
  private final SimulatedDisk disk = new SimulatedDisk(world.genesis());
  private final int index;
  private final ReplicaConfig config;
  private Replica replica;
  private long nowMs = 1_000;
  private long ticket;
  private final List<Effect> effects = new ArrayList<>();

  private OneReplica(int index, UnaryOperator<EpochOutcome> fault) {
    this.index = index;
    this.config = world.config(index, disk.ledger(), fault);
    this.replica = new Replica(config, disk.chain(), disk.pending());
  }

  /** The node that proposes epoch 1 in round 0. */
  static OneReplica thatProposes() {
    return new OneReplica(proposerOfTheFirst(), UnaryOperator.identity());
  }

  /** A validator that does not propose epoch 1 in rounds 0 and 1. */
  static OneReplica thatVotes() {
    return thatVotes(UnaryOperator.identity());
  }

  static OneReplica thatVotes(UnaryOperator<EpochOutcome> fault) {
    OneReplica any = new OneReplica(0, UnaryOperator.identity());
    int round0 = any.proposer(1, 0);
    int round1 = any.proposer(1, 1);
    for (int i = 0; i < VALIDATORS; i++) {
      if (i != round0 && i != round1) {
        return new OneReplica(i, fault);
      }
    }
    throw new AssertionError("four validators, two proposers");
  }

  private static int proposerOfTheFirst() {
    return new OneReplica(0, UnaryOperator.identity()).proposer(1, 0);
  }

  ClusterWorld world() {
    return world;
  }

  SimulatedDisk disk() {
    return disk;
  }

  Replica replica() {
    return replica;
  }

  int index() {
    return index;
  }

  /** Everybody but this replica. */
  List<Integer> others() {
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < VALIDATORS; i++) {
      if (i != index) {
        others.add(i);
      }
    }
    return others;
  }

  int proposer(long epoch, int round) {
    AccountId account = new ProposerSchedule(disk.chain().validators(epoch)).proposer(epoch, round);
    for (int i = 0; i < VALIDATORS; i++) {
      if (world.nodes().get(i).account().equals(account)) {
        return i;
      }
    }
    throw new AssertionError("the proposer is none of us");
  }

  /** Gives it what its disk holds, and lets the epoch begin. */
  OneReplica start() {
    take(new Input.VotesRecovered(disk.votes(disk.lastEpoch() + 1)));
    take(new Input.Started());
    beginEpoch();
    return this;
  }

  List<Effect> beginEpoch() {
    return take(new Input.TimerElapsed(new Timer.Start(disk.lastEpoch() + 1)));
  }

  /** As after a crash: all that is not on the disk is gone. */
  OneReplica restart() {
    effects.clear();
    replica = new Replica(config, disk.chain(), disk.pending());
    return start();
  }

  /** One input; gives what follows from it, commits confirmed and their effects with it. */
  List<Effect> take(Input input) {
    List<Effect> all = new ArrayList<>(replica.step(++nowMs, input));
    for (int i = 0; i < all.size(); i++) {
      switch (all.get(i)) {
        case Effect.StoreVote vote -> disk.vote(vote.epoch(), vote.message());
        case Effect.StoreOperation stored -> disk.keep(stored.operation());
        case Effect.DropOperations dropped ->
            dropped.dropped().forEach(each -> disk.forget(each.id()));
        case Effect.Commit commit -> {
          disk.commit(commit);
          long epoch = commit.decided().getBatch().getEpoch();
          all.addAll(replica.step(nowMs, new Input.Committed(epoch)));
        }
        default -> {}
      }
    }
    effects.addAll(all);
    return all;
  }

  // --- what users send

  SignedOperation transfer(int user, long nonce, long amountMicros) {
    TestSigner author = world.users().get(user);
    return world.sign(
        author,
        nonce,
        disk.lastEpoch() + 30,
        new Operation.Transfer(world.users().get(5).account(), amountMicros));
  }

  Effect.Admission submit(SignedOperation operation) {
    return admission(new Input.OperationArrived(++ticket, Input.Origin.OWN_USER, operation));
  }

  Effect.Admission hear(SignedOperation operation) {
    return admission(new Input.OperationArrived(++ticket, Input.Origin.PEER, operation));
  }

  private Effect.Admission admission(Input input) {
    return only(take(input), Effect.Answer.class).admission();
  }

  // --- what the other validators say

  /** A batch as the node with this index would build it on the replica's chain. */
  SignedProposal proposal(
      int by,
      int round,
      List<SignedOperation> operations,
      Map<WantedContent, ContentFeatures> features,
      UnaryOperator<EpochBatch.Builder> change) {
    ReplicaConfig other = world.config(by, disk.ledger(), UnaryOperator.identity());
    EpochBatch built =
        new BatchBuilder(other, new BatchJudge(other))
            .build(disk.chain(), round, operations, new TreeMap<>(features), nowMs)
            .orElseThrow()
            .batch();
    EpochBatch batch = change.apply(built.toBuilder()).build();
    return sign(
        by,
        new Proposal(
            batch.getEpoch(),
            round,
            BatchCodec.id(batch),
            Proposal.FRESH,
            world.nodes().get(by).account()),
        batch);
  }

  SignedProposal proposal(int by, int round, List<SignedOperation> operations) {
    return proposal(by, round, operations, Map.of(), batch -> batch);
  }

  /** By whose turn it is in round 0, over these operations. */
  SignedProposal dueProposal(List<SignedOperation> operations) {
    return proposal(proposer(disk.lastEpoch() + 1, 0), 0, operations);
  }

  SignedProposal sign(int by, Proposal claim, EpochBatch batch) {
    byte[] signature =
        world.nodes().get(by).sign(ConsensusCodec.signingBytes(world.networkId(), claim).toArray());
    return new SignedProposal(claim, batch, Bytes.wrap(signature));
  }

  List<Effect> propose(SignedProposal proposal) {
    return take(new Input.ProposalArrived(++ticket, proposal));
  }

  SignedVote vote(TestSigner by, VoteType type, long epoch, int round, Optional<Bytes32> value) {
    Vote vote = new Vote(type, epoch, round, value, by.account());
    byte[] signature = by.sign(ConsensusCodec.signingBytes(world.networkId(), vote).toArray());
    return new SignedVote(vote, Bytes.wrap(signature));
  }

  List<Effect> vote(int by, VoteType type, int round, Bytes32 value) {
    return take(
        new Input.VoteArrived(
            ++ticket,
            vote(world.nodes().get(by), type, disk.lastEpoch() + 1, round, Optional.of(value))));
  }

  List<Effect> take(SignedVote vote) {
    return take(new Input.VoteArrived(++ticket, vote));
  }

  /** Two of the others prevote and precommit: with the replica's own votes a quorum. */
  List<Effect> decide(Bytes32 value) {
    List<Effect> all = new ArrayList<>();
    for (VoteType type : VoteType.values()) {
      for (int other : others().subList(0, 2)) {
        all.addAll(vote(other, type, 0, value));
      }
    }
    return all;
  }

  /** A decided epoch without the replica's part in it. */
  Input.Decided decided(SignedProposal proposal, List<SignedOperation> operations) {
    List<Certificate.CommitSignature> signed =
        others().stream()
            .map(
                by ->
                    vote(
                        world.nodes().get(by),
                        VoteType.PRECOMMIT,
                        proposal.batch().getEpoch(),
                        0,
                        Optional.of(proposal.proposal().valueId())))
            .sorted(Comparator.comparing(v -> v.vote().validator()))
            .map(v -> new Certificate.CommitSignature(v.vote().validator(), v.signature()))
            .toList();
    return new Input.Decided(
        proposal.batch(),
        new Certificate(proposal.batch().getEpoch(), 0, proposal.proposal().valueId(), signed),
        operations);
  }

  // --- what it wants done

  /** The votes among the effects. */
  List<Vote> votes(List<Effect> among) {
    return all(among, Effect.PublishConsensus.class).stream()
        .map(published -> world.received(published.message()))
        .flatMap(
            message ->
                message instanceof ConsensusCodec.Message.OfVote(SignedVote signed)
                    ? Stream.of(signed.vote())
                    : Stream.empty())
        .toList();
  }

  /** The proposals among the effects. */
  List<SignedProposal> proposals(List<Effect> among) {
    return all(among, Effect.PublishConsensus.class).stream()
        .map(published -> world.received(published.message()))
        .flatMap(
            message ->
                message instanceof ConsensusCodec.Message.OfProposal(SignedProposal proposal)
                    ? Stream.of(proposal)
                    : Stream.empty())
        .toList();
  }

  /** All since the start or the last restart. */
  List<Effect> effects() {
    return effects;
  }

  static <T extends Effect> List<T> all(List<Effect> among, Class<T> kind) {
    return among.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  static <T extends Effect> T only(List<Effect> among, Class<T> kind) {
    List<T> found = all(among, kind);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
