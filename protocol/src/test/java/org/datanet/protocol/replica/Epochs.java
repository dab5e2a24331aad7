package org.datanet.protocol.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.TimeoutKind;
import org.datanet.protocol.consensus.VoteType;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.operation.Commitments;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.testing.Fixtures;
import org.datanet.protocol.testing.TestSigner;

/** How one replica's epochs go by, with the other validators agreeing. */
final class Epochs {

  static final byte[] CONTENT = "{\"gloss\":\"a g\",\"term\":\"t\"}".getBytes(UTF_8);

  private static final Bytes32 SALT = Bytes32.repeat((byte) 7);

  private Epochs() {}

  /** Epoch 1 is decided without operations, with three of four precommits; epoch 2 has begun. */
  static OneReplica afterTheFirst() {
    OneReplica replica = OneReplica.thatVotes().start();
    close(replica, List.of());
    return replica;
  }

  static void close(OneReplica replica, List<SignedOperation> operations) {
    long epoch = replica.disk().lastEpoch() + 1;
    SignedProposal proposal;
    if (replica.proposer(epoch, 0) == replica.index()) {
      proposal = replica.proposals(replica.effects()).getLast();
    } else {
      proposal = replica.dueProposal(operations);
      replica.propose(proposal);
    }
    replica.decide(proposal.proposal().valueId());
    assertThat(replica.disk().lastEpoch()).isEqualTo(epoch);
    replica.beginEpoch();
  }

  static void closeUntilItProposes(OneReplica replica) {
    while (replica.proposer(replica.disk().lastEpoch() + 1, 0) != replica.index()) {
      close(replica, List.of());
    }
  }

  /** In this epoch: nobody's round comes to anything until it is the replica's turn. */
  static void passRoundsUntilItProposes(OneReplica replica) {
    long epoch = replica.disk().lastEpoch() + 1;
    for (int round = 0; replica.proposer(epoch, round) != replica.index(); round++) {
      for (TimeoutKind kind : TimeoutKind.values()) {
        for (int other : replica.others()) {
          TestSigner by = replica.world().nodes().get(other);
          VoteType type = kind == TimeoutKind.PROPOSE ? VoteType.PREVOTE : VoteType.PRECOMMIT;
          replica.take(replica.vote(by, type, epoch, round, Optional.empty()));
        }
        replica.take(new Input.TimerElapsed(new Timer.Round(epoch, round, kind)));
      }
    }
  }

  /** A datanet is made and a record committed to in it; gives the opening. */
  static SignedOperation sealedRecord(OneReplica replica) {
    Bytes32 datanet = datanet(replica);
    closeWith(replica, commitment(replica, datanet, 2));
    return opening(replica, author(replica), datanet);
  }

  /** Made by the {@linkplain #author author} with nonce 1. */
  static Bytes32 datanet(OneReplica replica) {
    SignedOperation creation =
        replica
            .world()
            .sign(author(replica), 1, 30, new Operation.CreateDatanet(Fixtures.manifest()));
    closeWith(replica, creation);
    return creation.id().digest();
  }

  static TestSigner author(OneReplica replica) {
    return replica.world().users().get(1);
  }

  static SignedOperation commitment(OneReplica replica, Bytes32 datanet, long nonce) {
    ClusterWorld world = replica.world();
    TestSigner author = author(replica);
    Bytes32 commitment =
        Commitments.contribution(
            world.networkId(), datanet, Cid.ofContent(CONTENT), SALT, author.account());
    return world.sign(
        author, nonce, 30, new Operation.CommitContribution(datanet, commitment, 100_006));
  }

  static SignedOperation opening(OneReplica replica, TestSigner by, Bytes32 datanet) {
    return replica
        .world()
        .sign(
            by,
            0,
            30,
            new Operation.Contribute(
                datanet,
                Cid.ofContent(CONTENT),
                CONTENT.length,
                "application/json",
                "CC0-1.0",
                Operation.Provenance.human(),
                "noun",
                List.of(),
                SALT));
  }

  /** The operation is heard and decided, in one epoch or a few. */
  static void closeWith(OneReplica replica, SignedOperation operation) {
    closeUntilAnotherProposes(replica);
    replica.hear(operation);
    close(replica, List.of(operation));
    assertThat(replica.disk().decided(operation.id())).isPresent();
  }

  private static void closeUntilAnotherProposes(OneReplica replica) {
    while (replica.proposer(replica.disk().lastEpoch() + 1, 0) == replica.index()) {
      close(replica, List.of());
    }
  }
}
