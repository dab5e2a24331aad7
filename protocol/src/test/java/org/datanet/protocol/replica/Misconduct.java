package org.datanet.protocol.replica;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.consensus.ProposerSchedule;
import org.datanet.protocol.consensus.SignedVote;
import org.datanet.protocol.consensus.Vote;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.testing.TestSigner;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;

/** What a validator with a bad program signs beside what it should: well-formed, and wrong. */
final class Misconduct {

  private final ClusterWorld world;
  private final ClusterFaults.Misbehaviour kind;
  private Optional<Bytes32> lastValue = Optional.empty();
  private long floodedEpoch;
  private int floodedRound;

  Misconduct(ClusterWorld world, ClusterFaults.Misbehaviour kind) {
    this.world = world;
    this.kind = kind;
  }

  /**
   * What it says beside this message, if anything.
   *
   * @param schedule of the message's epoch
   */
  List<Bytes> beside(TestSigner signer, Bytes message, ProposerSchedule schedule) {
    return switch (world.received(message)) {
      case ConsensusCodec.Message.OfVote(SignedVote signed) ->
          switch (kind) {
            case EQUIVOCATES -> List.of(otherVote(signer, signed.vote()));
            case FLOODS -> farProposals(signer, signed.vote(), schedule);
            case NONE, TAMPERS, LIES, FORGES -> List.of();
          };
      case ConsensusCodec.Message.OfProposal(SignedProposal signed) ->
          otherBatch(signed).stream()
              .map(batch -> proposal(signer, signed.proposal(), batch))
              .toList();
    };
  }

  /** Its next turns after those that it has proposed for already, and after the next round. */
  private List<Bytes> farProposals(TestSigner signer, Vote vote, ProposerSchedule schedule) {
    if (vote.epoch() != floodedEpoch) {
      floodedEpoch = vote.epoch();
      floodedRound = 0;
    }
    List<Bytes> flood = new ArrayList<>();
    for (int round = Math.max(floodedRound + 1, vote.round() + 2); flood.size() < 5; round++) {
      if (schedule.proposer(vote.epoch(), round).equals(signer.account())) {
        EpochBatch batch = anyBatch(signer, vote.epoch(), round);
        Proposal turn =
            new Proposal(
                vote.epoch(), round, BatchCodec.id(batch), Proposal.FRESH, signer.account());
        flood.add(proposal(signer, turn, batch));
        floodedRound = round;
      }
    }
    return flood;
  }

  /** In form, and not what any ledger comes to. */
  private EpochBatch anyBatch(TestSigner signer, long epoch, int round) {
    ByteString zero = WireBytes.toWire(Bytes32.ZERO);
    return EpochBatch.newBuilder()
        .setEpoch(epoch)
        .setNetworkId(WireBytes.toWire(world.networkId()))
        .setProposer(WireBytes.toWire(signer.account()))
        .setOriginRound(round)
        .setBeaconLayer(zero)
        .setStateDigest(zero)
        .setAttributionRoot(zero)
        .setRewardRoot(zero)
        .setNextValidatorsHash(zero)
        .build();
  }

  /** Decided epochs as it hands them to who catches up. */
  List<DecidedEpoch> answer(List<DecidedEpoch> decided) {
    if (kind != ClusterFaults.Misbehaviour.FORGES || decided.isEmpty()) {
      return decided;
    }
    DecidedEpoch good = decided.getFirst();
    DecidedEpoch.Builder forged = good.toBuilder();
    forged.getBatchBuilder().setEpoch(good.getBatch().getEpoch() + 1);
    return List.of(good, forged.build());
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
      case NONE, TAMPERS, FLOODS, FORGES -> Optional.empty();
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
