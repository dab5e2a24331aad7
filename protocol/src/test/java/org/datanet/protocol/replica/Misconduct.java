package org.datanet.protocol.replica;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.consensus.SignedVote;
import org.datanet.protocol.consensus.Vote;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.testing.TestSigner;
import org.datanet.protocol.wire.EpochBatch;

/** What a validator with a bad program signs beside what it should: well-formed, and wrong. */
final class Misconduct {

  private final ClusterWorld world;
  private final ClusterFaults.Misbehaviour kind;
  private Optional<Bytes32> lastValue = Optional.empty();

  Misconduct(ClusterWorld world, ClusterFaults.Misbehaviour kind) {
    this.world = world;
    this.kind = kind;
  }

  /** Another message for the same slot as this one, if this kind has any. */
  Optional<Bytes> insteadOf(TestSigner signer, Bytes message) {
    return switch (world.received(message)) {
      case ConsensusCodec.Message.OfVote(SignedVote signed) ->
          kind == ClusterFaults.Misbehaviour.EQUIVOCATES
              ? Optional.of(otherVote(signer, signed.vote()))
              : Optional.empty();
      case ConsensusCodec.Message.OfProposal(SignedProposal signed) ->
          otherBatch(signed).map(batch -> proposal(signer, signed.proposal(), batch));
    };
  }

  private Bytes otherVote(TestSigner signer, Vote vote) {
    Optional<Bytes32> other = vote.isNil() ? lastValue : Optional.empty();
    vote.valueId().ifPresent(id -> lastValue = Optional.of(id));
    Vote instead = new Vote(vote.type(), vote.epoch(), vote.round(), other, vote.validator());
    byte[] signature =
        signer.sign(ConsensusCodec.signingBytes(world.networkId(), instead).toArrayUnsafe());
    return ConsensusCodec.encode(new SignedVote(instead, Bytes.wrap(signature)));
  }

  private Optional<EpochBatch> otherBatch(SignedProposal signed) {
    if (!signed.proposal().isFresh()) {
      return Optional.empty();
    }
    EpochBatch batch = signed.batch();
    return switch (kind) {
      case EQUIVOCATES ->
          Optional.of(batch.toBuilder().setTimestampMs(batch.getTimestampMs() + 1).build());
      case LIES ->
          Optional.of(batch.toBuilder().setStateDigest(WireBytes.toWire(Bytes32.ZERO)).build());
      case NONE, TAMPERS -> Optional.empty();
    };
  }

  private Bytes proposal(TestSigner signer, Proposal genuine, EpochBatch batch) {
    Proposal claim =
        new Proposal(
            genuine.epoch(),
            genuine.round(),
            BatchCodec.id(batch),
            genuine.validRound(),
            genuine.proposer());
    byte[] signature =
        signer.sign(ConsensusCodec.signingBytes(world.networkId(), claim).toArrayUnsafe());
    return ConsensusCodec.encode(new SignedProposal(claim, batch, Bytes.wrap(signature)));
  }
}
